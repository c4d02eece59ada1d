import type { Accepted } from "@faultline/core/event";
import { noteDecisions, UNDECIDED } from "../activity/note-decisions.js";
import { noteIfBack } from "../activity/note-if-back.js";
import { outboxWrites } from "../notify/outbox.js";
import type { Ports, ProjectionPorts, Write, Written } from "../ports.js";
import { commit } from "../table/compare-and-swap.js";
import { currentState } from "./rows/current-state.js";
import { effectiveStatusOf, type IssueState, issueItem, issueKey, readIssue } from "./rows/issue-row.js";
import { listNameOf, moveWrites, place } from "./rows/list.js";
import { listSlack } from "./rows/list-slack.js";
import { type Figures, figuresOf, joined, withMember } from "./rows/members.js";
import { withRankMoves } from "./rows/rank-moves.js";
import { type RankWrites, ranksOf, rankWrites } from "./rows/ranks.js";
import type { Entry } from "./series/entry.js";
import { sinceResolved } from "./since-resolved.js";

/** An issue as it was read, and as it is to be. */
interface Step {
  readonly issue: string;
  readonly from: IssueState;
  readonly to: IssueState;
}

export interface IssueStep extends Step {
  readonly project: string;
  /** What belongs to it besides. */
  readonly beside: readonly Write[];
  /** Its entries, where they are not yet those of its rows. */
  readonly entries?: readonly Entry[];
  /** Events that are new in it. */
  readonly added?: readonly Accepted[];
  /** Its root with what these events bring about there. */
  readonly root?: Step | undefined;
}

/** Where an issue stands in the lists. */
type Places = Pick<IssueState, "listed" | "ranks">;

interface WrittenStep {
  readonly written: Written;
  /** Issues that came to another place in the lists: a deletion of their project may have looked for them in vain. */
  readonly moved: readonly string[];
}

/**
 * Writes an issue, and what follows from it, in one step: its place in the lists, whether it has something to tell, and
 * in the row of the issue it is merged into, or was, its figures.
 */
export async function writeIssue(ports: ProjectionPorts, step: IssueStep): Promise<WrittenStep> {
  const { project, issue, from, to, beside } = step;
  const slack = await listSlack(ports, project);
  const now = ports.clock.now();
  const own = follow(project, step, { now, slack });
  const roots = await Promise.all(
    rootsOf(step).map(async (id) => {
      const isIn = id === to.mergedInto;
      const known = step.root?.issue === id ? step.root : undefined;
      const before = known?.from ?? (await rootState(ports, project, id));
      const after = withFigures(known?.to ?? before, issue, isIn ? figuresOf(to.series) : undefined);
      const as = { issue, series: to.series, entries: step.entries };
      const since = known ? after.since : await sinceResolved(ports, { project, issue: id }, after, { as });
      return { issue: id, from: before, to: { ...after, since } };
    }),
  );
  const others = roots.map((root) => ({ root, ...follow(project, root, { now, slack }) }));
  for (const one of [step, ...roots]) {
    const place = { project, issue: one.issue };
    // A new row takes over what was decided before, which nobody may have met.
    if (one.from.series.ver === 0) await noteDecisions(ports, place, UNDECIDED, one.from);
    if (one.to.mergedInto === undefined) await noteIfBack(ports, place, one.from, one.to, step.added);
  }
  const row = issueItem(issueKey(project, issue), { ...to, ...own.places });
  const all = [{ root: step, ...own }, ...others];
  const moving = all.map(({ root, ranks }) => {
    return { project, issue: root.issue, ver: root.from.series.ver, ranks };
  });
  const written = await withRankMoves(ports, moving, () =>
    commit(ports, row, from.series.ver, [
      ...beside,
      ...own.writes,
      ...others.flatMap(({ root, places, writes }) => [rowWrite(project, root, places), ...writes]),
    ]),
  );
  const moved = all
    .filter(({ root, places }) => places.listed !== root.from.listed)
    .map(({ root }) => root.issue);
  return { written, moved };
}

/** The issue it goes into, and the one it leaves; none, nearly always. */
const rootsOf = ({ from, to }: Step): string[] => [
  ...new Set([from.mergedInto, to.mergedInto].filter((root) => root !== undefined)),
];

/**
 * A root's row as it stands, for a change of its figures: what its own deletion leaves to do stays to be done. Of one that
 * has no row yet, what is decided about it.
 */
export async function rootState(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  root: string,
): Promise<IssueState> {
  const item = await ports.view.get(issueKey(project, root));
  return item ? readIssue(item) : currentState(ports, project, root);
}

/** It is kept for as long as its members are. */
function withFigures(root: IssueState, issue: string, figures: Figures | undefined): IssueState {
  const expiresAt = Math.max(root.series.expiresAt, figures?.expiresAt ?? 0);
  return {
    ...root,
    series: { ...root.series, expiresAt },
    members: withMember(root.members, issue, figures),
  };
}

/** Where an issue stands in the lists after a step, and the writes of it. A member stands in none, nor does an empty one. */
function follow(
  project: string,
  { issue, from, to }: Step,
  { now, slack }: { readonly now: number; readonly slack: number },
): { readonly places: Places; readonly writes: readonly Write[]; readonly ranks: RankWrites } {
  const { total, first: firstSeen, last: lastSeen, expiresAt } = joined(to);
  const list = listNameOf(effectiveStatusOf(to));
  const isListed = to.mergedInto === undefined && total > 0;
  const listed = isListed ? place(from.listed, { list, lastSeen, now, expiresAt, slack }) : undefined;
  const moves = moveWrites(project, issue, { from: from.listed, to: listed, now });
  const users = Object.keys(to.members).length > 0 ? undefined : to.users.count;
  const ranked = { count: total, users, firstSeen };
  const ver = from.series.ver + 1;
  const ranks = isListed ? ranksOf(from.ranks, ranked, { list, expiresAt, ver }) : undefined;
  const rankMoves = rankWrites(project, issue, { from: from.ranks, to: ranks });
  const writes = [...moves, ...rankMoves.beside, ...outboxWrites(project, issue, from.out, to.out)];
  return { places: { listed, ranks }, writes, ranks: rankMoves };
}

function rowWrite(project: string, { issue, from, to }: Step, places: Places): Write {
  const { ver } = from.series;
  const condition = ver === 0 ? ({ kind: "absent" } as const) : ({ kind: "version", is: ver } as const);
  return { kind: "put", item: issueItem(issueKey(project, issue), { ...to, ...places }), condition };
}
