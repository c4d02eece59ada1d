import type { Ports } from "../ports.js";
import { activityPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import type { IssueRef } from "./outbox.js";
import type { PendingNotification } from "./pending-notification.js";

const ORDER_MILLISECONDS = 5 * 60_000;
/** What depends on the order in which decisions and events came here. */
const ORDERED: ReadonlySet<PendingNotification["kind"]> = new Set([
  "resolved",
  "regressed",
  "within",
  "users",
  "unusual",
]);
const MERGES: ReadonlySet<unknown> = new Set(["merged", "merged-into", "unmerged", "unmerged-from"]);

/**
 * What a region that does not lead need not wait for. What depends on that order, the other one may have seen otherwise, and
 * tell nobody of: of a merged issue that is all, for events that were counted with it here may have been counted by
 * themselves there. By then it would have been told of, or that region been taken over from.
 */
export async function leftToOther(
  ports: Pick<Ports, "log" | "clock">,
  place: IssueRef,
  { isLeader, out }: { readonly isLeader: boolean; readonly out: readonly PendingNotification[] },
): Promise<readonly PendingNotification[]> {
  if (isLeader) return [];
  const now = ports.clock.now();
  const old = out.filter(({ at, grown = at }) => now - grown > ORDER_MILLISECONDS);
  const ordered = old.filter(({ kind }) => ORDERED.has(kind));
  if (ordered.length === old.length) return ordered;
  return (await wasMerged(ports, place)) ? old : ordered;
}

/** Whether it was ever shown as one with another issue: each of them has a line about it. */
async function wasMerged({ log }: Pick<Ports, "log">, { project, issue }: IssueRef): Promise<boolean> {
  for await (const { did } of queryAll(log, { pk: activityPartition(project, issue) }))
    if (MERGES.has(did)) return true;
  return false;
}
