import { isDue } from "@faultline/core/rule";
import { formatTime } from "@faultline/core/time";
import type { Alert, AlertKind } from "@faultline/destinations/alert";
import type { Config } from "@faultline/destinations/config";
import type { Ports } from "../ports.js";
import { getIssue } from "../query/issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { timeline } from "../query/timeline.js";
import { linkTo } from "./links.js";
import type { IssueRef } from "./outbox.js";
import type { PendingNotification } from "./pending-notification.js";

const HOUR = 3_600_000;
/** How many counts a message, or a note of it, names. */
export const CROSSED_MAX = 200;

/** What to tell of these due things, as the issue stands now; undefined when the issue is gone. */
export async function alertOf(
  ports: Ports,
  { project, issue: id }: IssueRef,
  config: Config,
  due: readonly PendingNotification[],
): Promise<Alert | undefined> {
  const issue = await getIssue(ports, project, id);
  if (!issue) return undefined;
  const now = ports.clock.now();
  const { occurrences } = await listOccurrences(ports, { project, issue: id, limit: 1 });
  const [occurrence] = occurrences;
  const span = { project, issue: id, from: now - 23 * HOUR, to: now, unit: "hour" as const };
  const points = await timeline(ports, span);
  return {
    kind: kindOf(due),
    issue,
    occurrence,
    crossed: due.flatMap(crossed),
    hours: points.map(({ count }) => count),
    link: await linkTo(ports, config, issue, occurrence),
    now: formatTime(now),
  };
}

/** What matters most leads. */
function kindOf(due: readonly PendingNotification[]): AlertKind {
  const kinds = due.map(({ kind }) => kind);
  return (
    (["regressed", "first", "count", "resolved"] as const).find((kind) => kinds.includes(kind)) ?? "test"
  );
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
