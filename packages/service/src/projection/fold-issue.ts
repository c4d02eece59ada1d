import { type Accepted, fingerprintIn } from "@faultline/core/event";
import { evaluateRules, windowsWith } from "../notify/evaluate-rules.js";
import { beforeGrowth } from "../notify/growth.js";
import { withDue } from "../notify/pending-notification.js";
import { usersMet } from "../notify/users-met.js";
import { usualWith } from "../notify/usual.js";
import type { ProjectionPorts, Write, Written } from "../ports.js";
import { fitsBesideRow } from "../table/compare-and-swap.js";
import { expiryOf } from "./expiry.js";
import { facetPlace } from "./facets/facet-place.js";
import { facetWrites } from "./facets/facet-writes.js";
import type { Folded } from "./fold.js";
import { foldArrivals } from "./fold-arrivals.js";
import { inHalves } from "./in-halves.js";
import { foundByWrites } from "./rows/begun-in.js";
import { currentState } from "./rows/current-state.js";
import { withTally } from "./rows/environments.js";
import { type IssueState, issueKey, muteOverAfter, reopensBeforeOf } from "./rows/issue-row.js";
import { figuresOf, withMember } from "./rows/members.js";
import { messageWrites } from "./rows/message-index.js";
import { otherCopiesOf } from "./rows/other-copies.js";
import { summarize } from "./rows/summary.js";
import { addUsers } from "./rows/users.js";
import { isStillAt } from "./series/is-still-at.js";
import { layOut } from "./series/lay-out.js";
import { type Change, heedDeletion, isOfEarlierFormat, rewriteIssue } from "./series/rewrite.js";
import { sinceResolvedWith } from "./since-resolved.js";
import { type IssueStep, rootState, writeIssue } from "./write-issue.js";

/** Which issue, and what arrived for it. Events of one issue and project only. */
export interface IssueArrivals {
  readonly project: string;
  readonly issue: string;
  readonly events: readonly Accepted[];
  /** The issue of the former mechanism that they belong to where it lives on. */
  readonly former?: string | undefined;
}

/** Where events go: here, with what has to be written beside them, into another issue, or to be asked again. */
export type Placed =
  | { readonly kind: "here"; readonly formers: readonly string[]; readonly writes: readonly Write[] }
  | { readonly kind: "former"; readonly issue: string }
  | { readonly kind: "again" };

/** Says where events go, by the issue's row as it is now. */
type Place = (ports: ProjectionPorts, arrivals: IssueArrivals, state: IssueState) => Promise<Placed>;

const stayHere: Place = async (_ports, _arrivals, { formers }) => ({ kind: "here", formers, writes: [] });

/**
 * Takes events into an issue of this region's view; those already in it change nothing.
 * One attempt: `conflict` when somebody else wrote the issue meanwhile.
 */
export async function foldIssue(
  ports: ProjectionPorts,
  arrivals: IssueArrivals,
  placeOf: Place = stayHere,
): Promise<Written> {
  const { project, issue } = arrivals;
  const key = issueKey(project, issue);
  const state = await currentState(ports, project, issue);
  const placed = await placeOf(ports, arrivals, state);
  if (placed.kind === "former")
    return foldIssue(ports, { project, issue: placed.issue, events: arrivals.events });
  if (placed.kind === "again") return "conflict";
  const { ver } = state.series;
  if (state.isBehind || isOfEarlierFormat(state.series))
    return rewriteThenFold(ports, arrivals, { ver, placeOf });
  const expiresAt = expiryOf(ports, state.series.expiresAt, arrivals.events);
  const series = { ...state.series, expiresAt };
  const folded = await foldArrivals(ports, { project, pk: key.pk }, series, arrivals.events);
  if (folded.upsetting.length > 0) {
    const copies = await otherCopiesOf(ports, folded.gone, series.deletedBefore ?? -1);
    const events = [...arrivals.events, ...copies];
    return rewriteThenFold(ports, { ...arrivals, events }, { changed: folded.upsetting, ver, placeOf });
  }
  if (isUnchanged(state, folded)) return isStillAt(ports, key, ver, folded);

  const laid = await layOut(ports, key.pk, folded);
  if (!laid) return "conflict";
  const step = await grow(ports, arrivals, { ...state, formers: placed.formers }, { ...folded, laid });
  const beside = [...placed.writes, ...step.beside];
  // Beside the issue's row, its root's.
  if (!fitsBesideRow(beside, 2))
    return inHalves(arrivals.events, (events) => foldIssue(ports, { ...arrivals, events }, placeOf));
  const { written, moved } = await writeIssue(ports, { ...step, beside });
  if (written === "written") for (const one of moved) await heedDeletion(ports, project, one);
  return written;
}

interface LaidOut extends Folded {
  readonly laid: NonNullable<Awaited<ReturnType<typeof layOut>>>;
}

async function grow(
  ports: ProjectionPorts,
  { project, issue }: IssueArrivals,
  state: IssueState,
  folded: LaidOut,
): Promise<IssueStep> {
  const { pk } = issueKey(project, issue);
  const { added, changed } = folded;
  const { series, writes } = folded.laid;
  const summary = summarize(state.summary, [...added, ...changed]);
  const {
    users,
    writes: userWrites,
    fresh: newUsers,
  } = await addUsers(ports, { pk, ...series }, state.users, added);
  const owner = facetPlace(project, issue, state, { series, summary });
  const facets = await facetWrites(ports, owner, [...added, ...changed]);
  const fingerprint = state.fingerprint ?? (added[0] && fingerprintIn(issue, added[0].event));
  const since = await sinceResolvedWith(ports, { project, issue }, state, folded);
  const titles = { from: state.summary, to: summary, expiresAt: series.expiresAt };
  const messages = messageWrites(project, issue, { ...titles, keptUntil: state.messageKeptUntil });
  const found = await foundByWrites(ports, { project, issue }, titles, messages.writes.length > 0);
  const known = { series, summary, users, fingerprint, since, messageKeptUntil: messages.keptUntil };
  const searched = {
    facetStamp: facets.facetStamp,
    leftOut: facets.leftOut,
    environments: withTally(state.environments, folded.environments),
  };
  const grown = { ...state, ...known, ...searched };
  const beside = [...writes, ...userWrites, ...facets.writes, ...messages.writes, ...found];
  const step = { project, issue, from: state, added, beside };
  if (state.mergedInto === undefined)
    return {
      ...step,
      to: await toTell(ports, { project, issue }, { before: state, after: grown, added, newUsers }),
    };
  return { ...step, to: grown, root: await growRoot(ports, { project, issue }, { state, grown }, folded) };
}

/** The issue that a member is shown as a part of, with what it has to tell of its events. */
async function growRoot(
  ports: ProjectionPorts,
  { project, issue }: Pick<IssueArrivals, "project" | "issue">,
  { state, grown: { mergedInto = issue, series } }: { state: IssueState; grown: IssueState },
  folded: Folded,
): Promise<NonNullable<IssueStep["root"]>> {
  const { added, changed } = folded;
  const root = await rootState(ports, project, mergedInto);
  const as = { issue, series: folded.series };
  const own = { series: root.series, added, changed };
  const joined = { ...root, members: withMember(root.members, issue, figuresOf(series)) };
  const since = await sinceResolvedWith(ports, { project, issue: mergedInto }, joined, own, as);
  const grown = { ...joined, since };
  // Where the member was seen, the whole was.
  const before = { ...root, environments: { ...root.environments, ...state.environments } };
  const arrived = { before, after: grown, added, newUsers: NOBODY };
  return { issue: mergedInto, from: root, to: await toTell(ports, { project, issue: mergedInto }, arrived) };
}

const NOBODY: ReadonlySet<string> = new Set();

interface Told {
  readonly before: IssueState;
  readonly after: IssueState;
  readonly added: readonly Accepted[];
  /** Of an issue without members, those that it had not met. */
  readonly newUsers: ReadonlySet<string>;
}

/** The issue with what it has to tell of these events, be they its own or a member's. */
async function toTell(
  ports: ProjectionPorts,
  place: Pick<IssueArrivals, "project" | "issue">,
  { before, after, added, newUsers: fresh }: Told,
): Promise<IssueState> {
  const { register, windows } = before;
  const muteOver = muteOverAfter(before, windowsWith(windows, added));
  const usual = await usualWith(ports, place, before, added);
  const whole = { ...place, state: { ...before, members: after.members }, added };
  const users = await usersMet(ports, whole, { count: before.users.count, fresh });
  const { due, ...told } = evaluateRules({
    before: beforeGrowth(before, users.count),
    register,
    added,
    reopensBefore: reopensBeforeOf(after),
    newUsers: users.fresh,
    usual,
    isMuteOver: muteOver !== undefined,
    incarnation: before.series.deletedBefore ?? -1,
    now: ports.clock.now(),
  });
  return { ...after, ...told, usual, out: withDue(before.out, due), muteOver };
}

const isUnchanged = (state: IssueState, { added, replaced, series }: Folded): boolean =>
  added.length === 0 &&
  replaced.length === 0 &&
  series.open.every((entry, place) => entry === state.series.open[place]);

async function rewriteThenFold(
  ports: ProjectionPorts,
  arrivals: IssueArrivals,
  { placeOf, ...change }: Change & { readonly placeOf: Place },
): Promise<Written> {
  const relaid = await rewriteIssue(ports, arrivals.project, arrivals.issue, change);
  return relaid === "written" ? foldIssue(ports, arrivals, placeOf) : relaid;
}
