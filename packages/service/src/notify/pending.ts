import { dueCount, nextDue } from "@faultline/core/rule";
import { formatTime } from "@faultline/core/time";
import type { Ports, QueryPorts } from "../ports.js";
import { getIssue } from "../query/issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { crossed } from "./alert-of.js";
import { labelsOf } from "./configs.js";
import { readLedger, remaining } from "./delivery-ledger.js";
import { type IssueRef, outOf } from "./outbox.js";

/** What waits right now: still to be sent, left to the other region, or not due yet and in how many events it will be. */
export async function pendingOf(ports: QueryPorts & Pick<Ports, "region" | "isLeader">, place: IssueRef) {
  const [out, ledger, labels, isLeader] = await Promise.all([
    outOf(ports, place),
    readLedger(ports, place.project, place.issue),
    labelsOf(ports, place.project),
    ports.isLeader(),
  ]);
  const basic = (config: string) => ({
    at: formatTime(ports.clock.now()),
    region: ports.region,
    config,
    destination: labels.get(config) ?? config,
  });
  const waiting = out
    .filter((due) => remaining(ledger.get(due.config), due) !== undefined)
    .map((due) => ({
      ...basic(due.config),
      kind: due.kind,
      outcome: isLeader ? ("pending" as const) : ("held" as const),
      reason: isLeader ? waitReason(due.tries) : "other region sends",
      counts: crossed(due),
    }));
  return [...waiting, ...(await notDueYet(ports, place)).map((one) => ({ ...one, ...basic(one.config) }))];
}

const waitReason = (tries: number | undefined): string =>
  tries === undefined
    ? "about to be sent"
    : `failed ${tries === 1 ? "once" : `${tries} times`}, is tried again`;

async function notDueYet(ports: QueryPorts, { project, issue }: IssueRef) {
  const found = await getIssue(ports, project, issue);
  const { occurrences } = await listOccurrences(ports, { project, issue, limit: 1 });
  if (!found) return [];
  return (occurrences[0]?.event.notify ?? []).flatMap((rule) => {
    if (rule.window !== "total") return [];
    const next = nextDue(rule, found.count);
    const isDueNow = dueCount(rule, found.count - 1, found.count) > 0 || found.count === 1;
    if (isDueNow || next === undefined) return [];
    const reason = `threshold not reached: ${found.count} events, the next notice is at ${next}`;
    return [{ config: rule.config, kind: "count" as const, outcome: "held" as const, reason }];
  });
}
