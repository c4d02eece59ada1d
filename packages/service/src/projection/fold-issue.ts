import { type Accepted, fingerprintIn } from "@faultline/core/event";
import { noteIfBack } from "../activity/note-if-back.js";
import { outboxWrites } from "../notify/outbox.js";
import { configsAfter, evaluateRules, withDue } from "../notify/pending-notification.js";
import type { ProjectionPorts, Write, Written } from "../ports.js";
import { commit, fitsBesideRow } from "../table/compare-and-swap.js";
import { expiryOf } from "./expiry.js";
import type { Folded } from "./fold.js";
import { foldArrivals } from "./fold-arrivals.js";
import { inHalves } from "./in-halves.js";
import { currentState } from "./rows/current-state.js";
import { type IssueState, issueItem, issueKey, reopensBeforeOf } from "./rows/issue-row.js";
import { messageWrites } from "./rows/message-index.js";
import { otherCopiesOf } from "./rows/other-copies.js";
import { relist } from "./rows/relist.js";
import { summarize } from "./rows/summary.js";
import { addUsers } from "./rows/users.js";
import { isStillAt } from "./series/is-still-at.js";
import { layOut } from "./series/lay-out.js";
import { type Change, heedDeletion, isOfEarlierFormat, rewriteIssue } from "./series/rewrite.js";
import { sinceResolvedWith } from "./since-resolved.js";

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

  const grown = await grow(ports, arrivals, { ...state, formers: placed.formers }, folded);
  const beside = [...placed.writes, ...grown.beside];
  if (!fitsBesideRow(beside))
    return inHalves(arrivals.events, (events) => foldIssue(ports, { ...arrivals, events }, placeOf));
  const written = await commit(ports, issueItem(key, grown.state), ver, beside);
  if (written === "written" && grown.state.listed !== state.listed) await heedDeletion(ports, project, issue);
  return written;
}

async function grow(
  ports: ProjectionPorts,
  { project, issue }: IssueArrivals,
  state: IssueState,
  folded: Folded,
): Promise<{ state: IssueState; beside: Write[] }> {
  const { pk } = issueKey(project, issue);
  const { added, changed } = folded;
  const { series, writes } = await layOut(ports, pk, folded);
  const summary = summarize(state.summary, [...added, ...changed]);
  const { users, writes: userWrites } = await addUsers(ports, { pk, ...series }, state.users, added);
  const fingerprint = state.fingerprint ?? (added[0] && fingerprintIn(issue, added[0].event));
  const now = ports.clock.now();
  const since = await sinceResolvedWith(ports, { project, issue }, state, folded);
  const { register } = state;
  const before = { ...state.series, reopensBefore: reopensBeforeOf(state), windows: state.windows };
  const reopensBefore = reopensBeforeOf({ since, series });
  const incarnation = state.series.deletedBefore ?? -1;
  const { due, windows } = evaluateRules({ before, register, added, reopensBefore, incarnation, now });
  const out = withDue(state.out, due);
  const grown: IssueState = {
    ...state,
    series,
    summary,
    users,
    fingerprint,
    since,
    out,
    windows,
    configs: configsAfter(state.configs, added),
  };
  await noteIfBack(ports, { project, issue }, state, grown, added);
  const { listed, writes: listWrites } = relist({ project, issue }, state, grown, now);
  const { expiresAt } = series;
  const titles = { from: state.summary, to: summary, keptUntil: state.messageKeptUntil, expiresAt };
  const messages = messageWrites(project, issue, titles);
  const toTell = outboxWrites(project, issue, state.out, out);
  const beside = [...writes, ...userWrites, ...listWrites, ...messages.writes, ...toTell];
  return { state: { ...grown, listed, messageKeptUntil: messages.keptUntil }, beside };
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
