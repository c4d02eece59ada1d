import { groupBy } from "@faultline/core/group-by";
import type { Ports } from "../ports.js";
import { isBuiltIn } from "../projects/built-in.js";
import { inPool } from "../table/in-pool.js";
import { outboxPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { type DeliveryPorts, deliverOne } from "./deliver-one.js";
import { readLedger, remaining } from "./delivery-ledger.js";
import { leftToOther } from "./left-to-other.js";
import { type IssueRef, outOf, placeOf, settle, takeLease, unlist } from "./outbox.js";
import { isContinued, type PendingNotification } from "./pending-notification.js";

/** What delivering touches, by the region that leads. */
export type DrainPorts = DeliveryPorts & Pick<Ports, "isLeader">;

const AT_ONCE = 4;
/** The slowest talk takes 20 s; one that begins in time is over before the lease is. */
const LEASE_MILLISECONDS = 60_000;
const BEGIN_MILLISECONDS = 30_000;

/**
 * Tells what this region's view has to tell, and begins nothing new after `until`. Gives back how many issues had
 * something to tell. One that cannot be told of now holds up no other; the first such error is thrown in the end.
 */
export async function drainOutbox(ports: DrainPorts, until = Number.POSITIVE_INFINITY): Promise<number> {
  const places = (await collect(queryAll(ports.view, { pk: outboxPartition }))).map(placeOf);
  const errors: unknown[] = [];
  const work = places.map((place) => async () => {
    if (ports.clock.now() > until) return;
    await drainIssue(ports, place, until).catch((error: unknown) => {
      // Thrown, it would become an issue of the very project whose issue could not be told of.
      if (isBuiltIn(place.project))
        ports.print({ level: "error", event: "telling failed", error: String(error) });
      else errors.push(error);
    });
  });
  await inPool(AT_ONCE, work);
  if (errors.length > 0) throw errors[0];
  return places.length;
}

/** Tells what one issue has to tell. The standby only takes note of what the other region told. */
async function drainIssue(ports: DrainPorts, place: IssueRef, until: number): Promise<void> {
  const out = await outOf(ports, place);
  return out.length === 0 ? unlist(ports, place) : drainDue(ports, place, out, until);
}

async function drainDue(
  ports: DrainPorts,
  place: IssueRef,
  out: readonly PendingNotification[],
  until: number,
): Promise<void> {
  const ledger = await readLedger(ports, place.project, place.issue);
  const isLeader = await ports.isLeader();
  const othersAlone = await leftToOther(ports, place, { isLeader, out });
  const settled = out.filter((due) => !remaining(ledger.get(due.config), due) || othersAlone.includes(due));
  const waiting: PendingNotification[] = [];
  const errors: unknown[] = [];
  if (isLeader) {
    const open = await lease(ports, place, out, (due) => remaining(ledger.get(due.config), due));
    const last = Math.min(until, ports.clock.now() + BEGIN_MILLISECONDS);
    for (const [config, due] of groupBy(open, (one) => one.config)) {
      if (ports.clock.now() > last) {
        waiting.push(...due);
        continue;
      }
      const again = await deliverOne(ports, place, config, due, ledger.get(config)).catch(
        (error: unknown) => {
          // What it did not say stays leased for a while; the others are told.
          errors.push(error);
          return undefined;
        },
      );
      if (!again) continue;
      waiting.push(...again);
      settled.push(...due.filter((one) => !again.some((later) => isContinued(later, one))));
    }
  }
  if (settled.length > 0 || waiting.length > 0) await settle(ports, place, settled, waiting);
  if (errors.length > 0) throw errors[0];
}

/**
 * What is to be told now, taken for a while: the reducer and the sweep may both come by, and only one shall tell. Should
 * that one die, the lease ends and another tells.
 */
async function lease(
  ports: Pick<Ports, "view" | "clock">,
  place: IssueRef,
  out: readonly PendingNotification[],
  untoldOf: (due: PendingNotification) => PendingNotification | undefined,
): Promise<readonly PendingNotification[]> {
  const now = ports.clock.now();
  const later = out.filter((due) => (due.next ?? 0) > now && untoldOf(due) !== undefined);
  // The ledger knows only how far it is: what is held back may not pass what is to be told, nor the other way round.
  const isBehind = (due: PendingNotification) => (one: PendingNotification) =>
    one.config === due.config && one.kind === due.kind && one.window === due.window;
  const open = out.filter((due) => !later.some(isBehind(due))).flatMap((due) => untoldOf(due) ?? []);
  if (open.length === 0) return [];
  const isTaken = await takeLease(ports, place, out, open, now + LEASE_MILLISECONDS);
  return isTaken ? open : [];
}
