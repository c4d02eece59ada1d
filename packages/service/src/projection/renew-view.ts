import { noteToldBefore } from "../notify/deliveries.js";
import type { Item, ProjectionPorts, Written } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { SINGLE } from "../table/layout.js";
import { type ApplyPorts, applyChanges } from "./apply-changes.js";
import { isProjectOfEarlier, rewriteProject } from "./fold-project.js";
import { reviveAll } from "./move-back.js";
import { issueKey, readIssue } from "./rows/issue-row.js";
import { joined } from "./rows/members.js";
import { shortIdWrites } from "./rows/short-ids.js";
import { isOfEarlierFormat, rewriteIssue } from "./series/rewrite.js";
import { readSeries, SERIES_FORMAT } from "./series/series.js";
import { isRenewed, type Mark, readMark, VIEW_VERSION } from "./view-mark.js";
import { writeIssue } from "./write-issue.js";

interface Renewal {
  /** Ends at this time, milliseconds since 1970, and goes on from there when it is called again. */
  readonly until: number;
  /**
   * How long code of an earlier version may still fold beside this one: what was done sooner after the view was first seen is
   * done once more. Nothing, where somebody asked for it.
   */
  readonly settleMilliseconds?: number;
  /** Hears of each step once it is kept. */
  readonly onStep?: (mark: Mark) => Promise<void>;
}

interface IssuePlace {
  readonly project: string;
  readonly issue: string;
}

/**
 * Brings a view up to this version and up to the log, and mends what an earlier version left out: its rows of earlier
 * formats are written anew, then the whole log is folded once more, page by page, which adds what is missing and nothing
 * else. What the log no longer holds keeps its counts. So a view that is new, or was restored, is folded from the log. The
 * place is kept in the view after each page: whoever dies, or does it at the same time, costs a page. Gives back whether
 * the view is of this version now.
 */
export async function renewView(ports: ApplyPorts, renewal: Renewal): Promise<boolean> {
  const { until, settleMilliseconds = 0, onStep } = renewal;
  for (;;) {
    const { mark, replace } = await readMark(ports);
    if (isRenewed(mark)) return true;
    const now = ports.clock.now();
    if (now < (mark.notBefore ?? 0)) return false;
    const begun = { ...mark, begunAt: mark.begunAt ?? now, passAt: mark.passAt ?? now };
    const next = await stepFrom(ports, begun, settleMilliseconds);
    // Somebody else went on from there, or it was asked for anew.
    if ((await replace(next)) === "written") await onStep?.(next);
    if (ports.clock.now() >= until) return isRenewed(next);
  }
}

/** A pass that is under way. */
type Pass = Mark & { readonly begunAt: number; readonly passAt: number };

const stepFrom = (ports: ApplyPorts, pass: Pass, settleMilliseconds: number): Promise<Mark> =>
  pass.step === "log"
    ? foldSome(ports, pass, settleMilliseconds)
    : rewriteSome(ports, pass, settleMilliseconds);

/** The whole is done, or is done once more when all that may have run beside it has ended. */
function ended({ begunAt, passAt, asked, items, version }: Pass, settleMilliseconds: number): Mark {
  const settledAt = begunAt + (asked === undefined ? settleMilliseconds : 0);
  if (passAt >= settledAt) return { begunAt, asked, items, version: VIEW_VERSION };
  const step = version < SERIES_FORMAT ? "log" : "rows";
  return { begunAt, asked, items: 0, version, step, notBefore: settledAt };
}

async function rewriteSome(ports: ApplyPorts, pass: Pass, settleMilliseconds: number): Promise<Mark> {
  const { items, next } = await ports.view.scan(pass.after);
  for (const item of items) if (item.sk === SINGLE && /^[IP]#/.test(item.pk)) await rewriteOne(ports, item);
  if (next) return { ...pass, step: "rows", after: next };
  // What a view has that folds as this version does, it has whole.
  return pass.version < SERIES_FORMAT
    ? { ...pass, step: "log", after: undefined }
    : ended(pass, settleMilliseconds);
}

async function rewriteOne(ports: ApplyPorts, item: Item): Promise<void> {
  const name = item.pk.slice("I#".length);
  const series = readSeries(item);
  const isOld = isOfEarlierFormat(series);
  if (item.pk.startsWith("P#")) {
    if (isProjectOfEarlier(series)) await untilWritten(ports, () => rewriteProject(ports, name, {}));
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
  const state = readIssue(await ports.view.get(issueKey(project, issue)));
  if (state.series.ver === 0 || joined(state).total === 0) return "written";
  const beside =
    state.series.total > 0 ? await shortIdWrites(ports, project, issue, state.series.expiresAt) : [];
  return (await writeIssue(ports, { project, issue, from: state, to: state, beside })).written;
}

async function foldSome(ports: ApplyPorts, pass: Pass, settleMilliseconds: number): Promise<Mark> {
  // First, so that no event is put into an issue it would be taken from again.
  if (!pass.after) await reviveAll(ports);
  const { items, next } = await ports.log.scan(pass.after);
  await applyChanges(
    ports,
    items.map((item) => ({ new: item })),
  );
  const folded = { ...pass, items: pass.items + items.length };
  return next ? { ...folded, after: next } : ended(folded, settleMilliseconds);
}
