import { z } from "zod";
import { noteToldBefore } from "../notify/deliveries.js";
import type { Item, Key, Ports, ProjectionPorts, Written } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { SINGLE } from "../table/layout.js";
import { type ApplyPorts, applyChanges } from "./apply-changes.js";
import { rewriteProject } from "./fold-project.js";
import { issueKey, readIssue } from "./rows/issue-row.js";
import { shortIdWrites } from "./rows/short-ids.js";
import { isOfEarlierFormat, rewriteIssue } from "./series/rewrite.js";
import { readSeries, SERIES_FORMAT } from "./series/series.js";

/**
 * By which version a view was made: raised when what an earlier one wrote has to be written anew, or was wrong. 4: issues
 * whose ids begin alike have one row, and each region says whom it told of an issue.
 */
const VIEW_VERSION = Math.max(4, SERIES_FORMAT);

interface IssuePlace {
  readonly project: string;
  readonly issue: string;
}

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

async function rewriteSome(ports: ApplyPorts, mark: Mark): Promise<Mark> {
  const { items, next } = await ports.view.scan(mark.after);
  for (const item of items) if (item.sk === SINGLE && /^[IP]#/.test(item.pk)) await rewriteOne(ports, item);
  if (next) return { ...mark, step: "rows", after: next };
  // What a view has that folds as this version does, it has whole.
  return mark.version < SERIES_FORMAT
    ? { ...mark, step: "log", after: undefined }
    : { version: VIEW_VERSION };
}

async function rewriteOne(ports: ApplyPorts, item: Item): Promise<void> {
  const name = item.pk.slice("I#".length);
  const isOld = isOfEarlierFormat(readSeries(item));
  if (item.pk.startsWith("P#")) {
    if (isOld) await untilWritten(ports, () => rewriteProject(ports, name, {}));
    return;
  }
  const hash = name.lastIndexOf("#");
  const place = { project: name.slice(0, hash), issue: name.slice(hash + 1) };
  if (isOld) await untilWritten(ports, () => rewriteIssue(ports, place.project, place.issue, {}));
  await untilWritten(ports, () => indexAnew(ports, place));
  await noteToldBefore(ports, place);
}

/** Writes by what an issue is found that an earlier version did not write. */
async function indexAnew(ports: ProjectionPorts, { project, issue }: IssuePlace): Promise<Written> {
  const { series } = readIssue(await ports.view.get(issueKey(project, issue)));
  if (series.total === 0) return "written";
  const writes = await shortIdWrites(ports, project, issue, series.expiresAt);
  return writes.length === 0 ? "written" : ports.view.transact(writes);
}

async function foldSome(ports: ApplyPorts, mark: Mark): Promise<Mark> {
  const { items, next } = await ports.log.scan(mark.after);
  await applyChanges(
    ports,
    items.map((item) => ({ new: item })),
  );
  return next ? { ...mark, step: "log", after: next } : { version: VIEW_VERSION };
}
