import { type Event, newIssueOf } from "@faultline/core/event";
import type { Ports, ProjectionPorts, Write } from "../ports.js";
import { expiryOf } from "./expiry.js";
import type { IssueArrivals, Placed } from "./fold-issue.js";
import { type Guard, guardKey, guardWrite, readGuard } from "./former-guard.js";
import { keepFormer } from "./move-back.js";
import { type IssueState, issueKey, readIssue } from "./rows/issue-row.js";

// A new way of grouping must not split the issues of the one before. So an event that carries both fingerprints goes into
// the issue of the former one where that exists, and else into the new one's. Which it is depends on what is in the log
// alone, not on the order it comes in: see docs/decisions/0048-issues-outlive-their-mechanism.md.

const FORMERS_MAX = 20;

/** Where events belong: the issue they were given for, or its former one; and what has to be written with them. */
export async function placeOf(
  ports: ProjectionPorts,
  arrivals: IssueArrivals,
  state: IssueState,
): Promise<Placed> {
  const { project, issue, former, events } = arrivals;
  const here = { kind: "here", formers: state.formers, writes: [] } as const;
  if (former === undefined) {
    const isFirst = state.fingerprint === undefined && events.some(({ event }) => isOfFormer(event));
    return isFirst ? firstOf(ports, project, issue, here) : here;
  }
  if (state.formers.includes(former)) return here;
  const guard = await readGuard(ports, project, former);
  if (!guard.live && (guard.ver > 0 || !(await isKnown(ports, project, former))))
    return { ...here, ...noted(ports, arrivals, { former, guard, state }) };
  if (!guard.settled) await keepFormer(ports, project, former);
  return { kind: "former", issue: former };
}

/** True for an event that was stored before there was another mechanism, or that has no other fingerprint. */
const isOfFormer = ({ newFingerprint }: Event): boolean => newFingerprint === undefined;

/** The first events of a former issue in this region. Were others before them that belong to it, those come back. */
async function firstOf(
  ports: ProjectionPorts,
  project: string,
  issue: string,
  here: Extract<Placed, { readonly kind: "here" }>,
): Promise<Placed> {
  const guard = await readGuard(ports, project, issue);
  if (guard.live) return here;
  if (guard.ver === 0) {
    const write = guardWrite(guardKey(project, issue), guard, { live: true, settled: false });
    return { ...here, writes: [write] };
  }
  await keepFormer(ports, project, issue);
  return { kind: "again" };
}

async function isKnown({ view }: Pick<Ports, "view">, project: string, issue: string): Promise<boolean> {
  return readIssue(await view.get(issueKey(project, issue))).fingerprint !== undefined;
}

/** The guard's next version and the note of the issue that takes the former one's events, as long as that one has them. */
function noted(
  ports: Pick<Ports, "settings">,
  { project, issue, events }: IssueArrivals,
  { former, guard, state }: { readonly former: string; readonly guard: Guard; readonly state: IssueState },
) {
  const key = guardKey(project, former);
  const expiresAt = expiryOf(ports, state.series.expiresAt, events);
  const note: Write = { kind: "put", item: { pk: key.pk, sk: issue, x: expiresAt } };
  return {
    formers: [former, ...state.formers].slice(0, FORMERS_MAX),
    writes: [guardWrite(key, guard, { live: false, settled: false }, expiresAt), note],
  };
}

/** The issue an event is in, or would be in. */
export async function issueWithin(
  ports: Pick<Ports, "view">,
  project: string,
  event: Event,
): Promise<string> {
  const issue = newIssueOf(project, event);
  if (issue === event.issue) return issue;
  const { formers } = readIssue(await ports.view.get(issueKey(project, issue)));
  if (formers.includes(event.issue)) return issue;
  const { live, ver } = await readGuard(ports, project, event.issue);
  return live || (ver === 0 && (await isKnown(ports, project, event.issue))) ? event.issue : issue;
}
