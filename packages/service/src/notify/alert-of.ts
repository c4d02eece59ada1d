import { usersText, withinText } from "@faultline/core/notify-also";
import { isDue } from "@faultline/core/rule";
import { formatTime } from "@faultline/core/time";
import { unusualText } from "@faultline/core/unusual";
import type { Alert, AlertKind } from "@faultline/destinations/alert";
import type { QueryPorts } from "../ports.js";
import { getIssue } from "../query/issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { timeline } from "../query/timeline.js";
import type { KeptTarget } from "./configs.js";
import { linkTo, pageOf } from "./links.js";
import type { IssueRef } from "./outbox.js";
import { countOf, eventWith, issueOf } from "./own-event.js";
import type { PendingNotification } from "./pending-notification.js";
import { ticketSignature } from "./ticket-signature.js";

const HOUR = 3_600_000;
/** How many counts a message, or a note of it, names. */
export const CROSSED_MAX = 1000;

/** What to tell of these due things, as the issue stands now; undefined when the issue is gone. */
export async function alertOf(
  ports: QueryPorts,
  place: IssueRef,
  { id: configId, config, isTrusted }: KeptTarget,
  due: readonly PendingNotification[],
): Promise<Alert | undefined> {
  const seen = isTrusted ? await wholeIssue(ports, place) : await ownPart(ports, place, configId);
  if (!seen) return undefined;
  return {
    ...seen,
    kind: kindOf(due),
    crossed: due.flatMap(crossed),
    reasons: [...new Set(due.flatMap(reasons))],
    link: await linkTo(ports, config, seen.issue, seen.occurrence),
    page: pageOf(ports, seen.issue),
    signature: ticketSignature(ports, place),
    now: formatTime(ports.clock.now()),
  };
}

type Seen = Pick<Alert, "issue" | "occurrence" | "hours">;

async function wholeIssue(ports: QueryPorts, { project, issue: id }: IssueRef): Promise<Seen | undefined> {
  const issue = await getIssue(ports, project, id);
  if (!issue) return undefined;
  const { occurrences } = await listOccurrences(ports, { project, issue: id, limit: 1 });
  const now = ports.clock.now();
  const span = { project, issue: id, from: now - 23 * HOUR, to: now, unit: "hour" as const };
  const points = await timeline(ports, span);
  return { issue, occurrence: occurrences[0], hours: points.map(({ count }) => count) };
}

/**
 * Anybody who can POST can send a config along: it is told what came with it, and nothing of other senders. Its event may
 * not be readable: not replicated yet, behind many of others, or expired. Then the count is told alone, not nothing.
 */
async function ownPart(ports: QueryPorts, place: IssueRef, config: string): Promise<Seen | undefined> {
  const issue = await getIssue(ports, place.project, place.issue);
  if (!issue) return undefined;
  const occurrence = await eventWith(ports, place, config);
  return { issue: occurrence ? issueOf(occurrence, issue) : countOf(issue), occurrence, hours: [] };
}

/** What matters most leads. */
function kindOf(due: readonly PendingNotification[]): AlertKind {
  const kinds = due.map(({ kind }) => kind);
  return (
    (["regressed", "first", "unusual", "within", "users", "count", "resolved"] as const).find((kind) =>
      kinds.includes(kind),
    ) ?? "test"
  );
}

/** In plain words what is so, where it is no count. */
export function reasons({ kind, to, minutes = 0, usual }: PendingNotification): string[] {
  if (kind === "within") return [withinText(to, minutes)];
  if (kind === "users") return [usersText(to)];
  return kind === "unusual" && usual ? [unusualText(to, usual)] : [];
}

/** The counts a due thing is about, the last few of them. */
export function crossed({ kind, threshold, interval, from, to }: PendingNotification): number[] {
  if (kind !== "count") return kind === "first" ? [1] : [];
  const counts: number[] = [];
  for (let count = to - (to % interval); count > from && counts.length < CROSSED_MAX; count -= interval) {
    if (isDue({ threshold, interval, window: "total" }, count)) counts.unshift(count);
  }
  return counts;
}
