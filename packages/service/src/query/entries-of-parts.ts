import * as z from "zod";
import type { Ports } from "../ports.js";
import { type Entry, newestFirst } from "../projection/series/entry.js";
import { type Behind, entriesOf } from "./entries.js";
import { entriesUp } from "./entries-up.js";
import type { Part } from "./parts.js";

const Pages = z.object({ dense: z.string().optional(), mixed: z.string().optional() });

/** Where a walk goes on: behind this entry; in which pages, of an issue by itself or of each of its parts. */
export const Position = Pages.extend({
  at: z.number(),
  digest: z.string(),
  parts: z.record(z.string(), Pages).optional(),
});
export type Position = z.infer<typeof Position>;

export interface PartStep {
  readonly entry: Entry;
  readonly part: Part;
  /** Continues behind this entry. */
  behind(): Position;
}

/** The entries of an issue's parts, newest first, reading pages only as far as the walk goes. */
export async function* entriesOfParts(
  ports: Pick<Ports, "view">,
  parts: readonly Part[],
  from?: Position,
): AsyncGenerator<PartStep> {
  const [only, ...others] = parts;
  if (only && others.length === 0) {
    for await (const { entry, behind } of entriesOf(ports, only.pk, only.state.series, from))
      yield { entry, part: only, behind };
    return;
  }
  const walks = parts.map((part) => walkOf(ports, part, from));
  await Promise.all(walks.map((walk) => walk.advance()));
  for (;;) {
    const first = firstOf(walks);
    if (!first?.head) return;
    const { entry, behind } = first.head;
    const passed = { at: entry.at, digest: entry.digest };
    const here = walks.map((walk) => [walk.part.pk, walk === first ? behind : walk.behind] as const);
    yield {
      entry,
      part: first.part,
      behind: () => ({ ...passed, parts: Object.fromEntries(here.map(([pk, of]) => [pk, pagesOf(of())])) }),
    };
    await first.advance();
  }
}

const pagesOf = ({ dense, mixed }: z.infer<typeof Pages>): z.infer<typeof Pages> => ({ dense, mixed });

type Head = { readonly entry: Entry; readonly behind: () => Behind };

/** A walk over one part: its next entry, and where it goes on behind what it has passed. */
interface Walk {
  readonly part: Part;
  head: Head | undefined;
  behind: () => z.infer<typeof Pages>;
  advance(): Promise<void>;
}

function walkOf(ports: Pick<Ports, "view">, part: Part, from: Position | undefined): Walk {
  const pages = from?.parts?.[part.pk] ?? {};
  const start = from && { at: from.at, digest: from.digest, ...pages };
  const steps = entriesOf(ports, part.pk, part.state.series, start);
  const walk: Walk = {
    part,
    head: undefined,
    behind: () => pages,
    async advance() {
      if (walk.head) walk.behind = walk.head.behind;
      walk.head = (await steps.next()).value ?? undefined;
    },
  };
  return walk;
}

const firstOf = (walks: readonly Walk[]): Walk | undefined =>
  walks.reduce<Walk | undefined>((first, walk) => {
    if (!walk.head) return first;
    return !first?.head || newestFirst(walk.head.entry, first.head.entry) < 0 ? walk : first;
  }, undefined);

/** The same upwards: those that come after `from`, oldest first; without `from`, all of them. */
export async function* entriesUpOfParts(
  ports: Pick<Ports, "view">,
  parts: readonly Part[],
  from?: Pick<Entry, "at" | "digest">,
): AsyncGenerator<Entry> {
  const walks = parts.map(({ pk, state }) => entriesUp(ports, pk, state.series, from));
  const heads = await Promise.all(walks.map((walk) => walk.next()));
  for (;;) {
    const waiting = heads.flatMap((head, place) => (head.done ? [] : [{ entry: head.value, place }]));
    const [first, ...others] = waiting;
    if (!first) return;
    const next = others.reduce((best, one) => (newestFirst(one.entry, best.entry) > 0 ? one : best), first);
    yield next.entry;
    const walk = walks[next.place];
    if (walk) heads[next.place] = await walk.next();
  }
}
