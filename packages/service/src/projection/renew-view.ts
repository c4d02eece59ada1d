import { z } from "zod";
import type { Item, Key, Ports, ProjectionPorts } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { SINGLE } from "../table/layout.js";
import { type ApplyPorts, applyChanges } from "./apply-changes.js";
import { rewriteProject } from "./fold-project.js";
import { isOfEarlierFormat, rewriteIssue } from "./series/rewrite.js";
import { readSeries, SERIES_FORMAT } from "./series/series.js";

/** By which version a view was made: raised when what an earlier one wrote has to be written anew, or was wrong. */
const VIEW_VERSION = SERIES_FORMAT;

const KEY: Key = { pk: "X#view", sk: SINGLE };
const Place = z.object({ pk: z.string(), sk: z.string() });
const Mark = z.object({
  version: z.number(),
  /** A renewal under way: first the rows of earlier formats, then what the log holds and the view lacks. */
  step: z.enum(["rows", "log"]).optional(),
  after: Place.optional(),
});
type Mark = z.infer<typeof Mark>;

/**
 * Brings a view that an earlier version made up to this one, and mends what that one left out: its rows are written
 * anew from the log, then the log is folded once more, which adds what is missing and nothing else. What the log no
 * longer holds keeps its counts. Ends at `until`, milliseconds since 1970, and goes on from there when it is called
 * again; gives back whether the view is of this version now.
 */
export async function renewView(ports: ApplyPorts, until: number): Promise<boolean> {
  const item = await ports.view.get(KEY);
  let mark: Mark = item ? Mark.parse(item) : { version: 1 };
  while (mark.version < VIEW_VERSION) {
    mark = mark.step === "log" ? await foldSome(ports, mark) : await rewriteSome(ports, mark);
    await ports.view.put({ ...KEY, ...mark });
    if (ports.clock.now() >= until) break;
  }
  return mark.version >= VIEW_VERSION;
}

/** A rebuilt view has nothing of an earlier version in it. */
export const markAsRenewed = async ({ view }: Pick<Ports, "view">): Promise<void> => {
  await view.put({ ...KEY, version: VIEW_VERSION });
};

async function rewriteSome(ports: ProjectionPorts, mark: Mark): Promise<Mark> {
  const { items, next } = await ports.view.scan(mark.after);
  for (const item of items) if (isSeries(item)) await rewriteOne(ports, item);
  return next ? { ...mark, step: "rows", after: next } : { ...mark, step: "log", after: undefined };
}

const isSeries = (item: Item): boolean =>
  item.sk === SINGLE && /^[IP]#/.test(item.pk) && isOfEarlierFormat(readSeries(item));

async function rewriteOne(ports: ProjectionPorts, { pk }: Item): Promise<void> {
  const name = pk.slice("I#".length);
  const hash = name.lastIndexOf("#");
  await untilWritten(ports, () =>
    pk.startsWith("P#")
      ? rewriteProject(ports, name, {})
      : rewriteIssue(ports, name.slice(0, hash), name.slice(hash + 1), {}),
  );
}

async function foldSome(ports: ApplyPorts, mark: Mark): Promise<Mark> {
  const { items, next } = await ports.log.scan(mark.after);
  await applyChanges(
    ports,
    items.map((item) => ({ new: item })),
  );
  return next ? { ...mark, step: "log", after: next } : { version: VIEW_VERSION };
}
