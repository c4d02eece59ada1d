import type { Api } from "../stories/api.js";
import { REGIONS, type RunningWorld } from "../stories/running-world.js";
import { type Attempt, type Farewell, KINDS, type Kind } from "./attempt.js";

/** What the clients of one kind sent, and what of it is shown. Events. */
interface Shown {
  readonly sent: number;
  readonly accepted: number;
  /** In both regions. */
  readonly shown: number;
  /** Of those shown, how many were never answered with 2xx: a region died between the write and the answer. */
  readonly unanswered: number;
  /** Accepted, and not shown everywhere. */
  readonly missing: number;
  /** Shown somewhere, though every answer said that nothing is stored. */
  readonly refusedButShown: number;
}

export interface ClientsView {
  readonly byKind: Readonly<Partial<Record<Kind, Shown>>>;
  /** Timelines, of the project and of each issue, whose points are not as many events as are listed. */
  readonly wrongTimelines: number;
}

/** What clients see in the end of what they sent, asked by HTTP as anybody can. */
export async function clientsView(
  world: RunningWorld,
  project: string,
  attempts: readonly Attempt[],
): Promise<ClientsView> {
  const regions = await Promise.all(REGIONS.map((region) => shownBy(world.api(region), project)));
  const lists = regions.map(({ ids }) => ids);
  const kinds = KINDS.map((kind) => [kind, attempts.filter((one) => one.kind === kind)] as const);
  return {
    byKind: Object.fromEntries(
      kinds.filter(([, own]) => own.length > 0).map(([kind, own]) => [kind, compared(own, lists)]),
    ),
    wrongTimelines: regions.reduce((sum, { wrongTimelines }) => sum + wrongTimelines, 0),
  };
}

function compared(attempts: readonly Attempt[], lists: readonly ReadonlySet<string>[]): Shown {
  const idsOf = (some: readonly Attempt[]) => new Set(some.flatMap(({ ids }) => ids));
  const sent = idsOf(attempts);
  const accepted = idsOf(attempts.filter(({ end }) => end === "accepted"));
  const open = idsOf(attempts.filter(({ isRefused }) => isRefused !== true));
  const isShown = (id: string): boolean => lists.every((list) => list.has(id));
  const shown = [...sent].filter(isShown);
  return {
    sent: sent.size,
    accepted: accepted.size,
    shown: shown.length,
    unanswered: shown.filter((id) => !accepted.has(id)).length,
    missing: [...accepted].filter((id) => !isShown(id)).length,
    refusedButShown: [...sent].filter((id) => !open.has(id) && lists.some((list) => list.has(id))).length,
  };
}

async function shownBy(api: Api, project: string): Promise<{ ids: Set<string>; wrongTimelines: number }> {
  const ids = new Set<string>();
  let [events, wrongTimelines] = [0, 0];
  for (const { id, count, firstSeen, lastSeen } of await api.issues(project)) {
    for (const one of await api.occurrences(project, id)) ids.add(one.id);
    const points = await api.timeline(project, id, { from: firstSeen, to: lastSeen, unit: "minute" });
    if (sum(points) !== count) wrongTimelines += 1;
    events += count;
  }
  const day = 86_400_000;
  const span = { from: new Date(Date.now() - day).toISOString(), to: new Date().toISOString(), unit: "hour" };
  if (sum(await api.timeline(project, undefined, span)) !== events) wrongTimelines += 1;
  return { ids, wrongTimelines };
}

const sum = (points: readonly { readonly count: number }[]): number =>
  points.reduce((all, { count }) => all + count, 0);

/** True when what is shown is what was sent: all that our client was given, and of the others what was accepted or not answered. */
export function isExact({ byKind, wrongTimelines }: ClientsView, own: Farewell | undefined): boolean {
  const isWhole = KINDS.every((kind) => {
    const { missing = 0, refusedButShown = 0 } = byKind[kind] ?? {};
    return missing === 0 && refusedButShown === 0;
  });
  return isWhole && wrongTimelines === 0 && own !== undefined && byKind.own?.shown === own.reported;
}
