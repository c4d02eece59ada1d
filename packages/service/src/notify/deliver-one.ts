import type { ThreadState } from "@faultline/destinations/alert";
import type { Target } from "@faultline/destinations/destination";
import type { DeliveryResult as Ended, RequestFlow } from "@faultline/destinations/request";
import { CLAIM_MILLISECONDS } from "@faultline/destinations/ticket";
import { METRICS } from "../metrics.js";
import { type Ports, type ProjectionPorts, Unavailable } from "../ports.js";
import { isBuiltIn } from "../projects/built-in.js";
import { alertOf, crossed, reasons } from "./alert-of.js";
import { type DigestTarget, type KeptTarget, mailRefusal, openTarget } from "./configs.js";
import { type Delivery, keepDelivery } from "./deliveries.js";
import { claim, type NotificationState, stateAfter, writeLedger } from "./delivery-ledger.js";
import {
  afterFailing,
  afterHolding,
  afterQueueing,
  afterSending,
  changeDestination,
  isOpen,
  readDestination,
  takeRoom,
} from "./destination.js";
import type { IssueRef } from "./outbox.js";
import type { PendingNotification } from "./pending-notification.js";
import { runFlow } from "./run-flow.js";

/** What notifying a destination touches. */
export type DeliveryPorts = ProjectionPorts &
  Pick<Ports, "region" | "cipher" | "meter" | "print" | "ownFault" | "send">;

const TRIES_MAX = 12;
const PAUSE_MILLISECONDS = 2000;
const PAUSE_MAX = 10 * 60_000;

interface Task {
  readonly config: string;
  readonly due: readonly PendingNotification[];
  /** What is held back beside, and has to be written down before the ledger passes it. */
  readonly held: readonly PendingNotification[];
  readonly told: NotificationState | undefined;
}

/**
 * Tells one destination. Gives back what has to be tried again; all else is settled, one way or the other. What breaks
 * over one config counts as a try and is a fault of ours; it is no reason to try for ever, nor to tell no other one.
 */
export async function deliverOne(
  ports: DeliveryPorts,
  place: IssueRef,
  id: string,
  all: readonly PendingNotification[],
  told: NotificationState | undefined,
): Promise<readonly PendingNotification[]> {
  try {
    return await deliver(ports, place, id, all, told);
  } catch (error) {
    // A table or a cipher that does not answer is no fault of this config's.
    if (error instanceof Unavailable) throw error;
    return afterFault(ports, place, { id, all, told }, error);
  }
}

async function afterFault(
  ports: DeliveryPorts,
  place: IssueRef,
  { id, all, told }: { id: string; all: readonly PendingNotification[]; told: NotificationState | undefined },
  error: unknown,
): Promise<readonly PendingNotification[]> {
  ports.print({
    level: "error",
    event: "telling failed",
    config: id,
    error: String(error),
    region: ports.region,
  });
  // Reported, it would become an issue of the very project whose issue could not be told of.
  if (!isBuiltIn(place.project)) ports.ownFault?.(error, "notify");
  const attempts = attemptsOf(all) + 1;
  const next = ports.clock.now() + pause(ports, attempts, undefined);
  if (attempts < TRIES_MAX) return all.map((due) => ({ ...due, tries: attempts, next }));
  const task: Task = { config: id, due: all, held: [], told };
  await settled(ports, place, task, undefined);
  await keep(ports, place, task, id, { outcome: "failed", reason: "a fault of ours; see the log", attempts });
  return [];
}

async function deliver(
  ports: DeliveryPorts,
  place: IssueRef,
  id: string,
  all: readonly PendingNotification[],
  told: NotificationState | undefined,
): Promise<readonly PendingNotification[]> {
  const held = all.filter((due) => due.held !== undefined);
  const due = all.filter((one) => one.held === undefined);
  const task: Task = { config: id, due, held, told };
  const target = await openTarget(ports, place.project, id);
  if (due.length > 0 && target) {
    const again = await send(ports, place, task, target);
    // What is held comes later than what is still to be told, and may not pass it in the ledger.
    return again && again.length > 0 ? [...again, ...held] : [];
  }
  const again = waitForConfig(ports, due);
  if (again.length > 0) return [...again, ...held];
  if (due.length > 0) await keep(ports, place, task, id, GONE);
  await settled(ports, place, task, undefined);
  return [];
}

/** An event may be here before the config it came with: replication keeps no order between them. */
function waitForConfig(
  ports: Pick<Ports, "clock" | "ids">,
  due: readonly PendingNotification[],
): PendingNotification[] {
  const attempts = attemptsOf(due) + 1;
  if (due.length === 0 || attempts > TRIES_MAX) return [];
  const next = ports.clock.now() + pause(ports, attempts, undefined);
  return due.map((one) => ({ ...one, tries: attempts, next }));
}

const attemptsOf = (due: readonly PendingNotification[]): number =>
  Math.max(0, ...due.map(({ tries = 0 }) => tries));

const GONE = { outcome: "failed", reason: "its config has expired; POST it again" } as const;

async function send(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  target: KeptTarget,
): Promise<PendingNotification[] | undefined> {
  const { project } = place;
  const { config, label, delivery } = target;
  const now = ports.clock.now();
  const destination = await readDestination(ports, project, task.config);
  if (isOpen(destination, now)) {
    if (task.due.every((due) => due.tries === undefined))
      await keep(ports, place, task, label, { outcome: "held", reason: "breaker open" });
    return task.due.map((due) => ({ ...due, tries: due.tries ?? 0, next: destination.openUntil }));
  }
  if (delivery.kind === "digest") return queueMail(ports, place, task, { ...target, delivery });
  if (!(await takeRoom(ports, project, task.config, config.burst)))
    return cap(ports, place, task, label, `capped at ${config.burst} a minute`);
  const alert = await alertOf(ports, place, target, task.due);
  if (!alert) return settled(ports, place, task, undefined);
  const flow = (thread: ThreadState) => delivery.deliver(alert, thread);
  return attempt(ports, place, task, { target, flow });
}

async function attempt(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  { target, flow }: { target: Target; flow: (thread: ThreadState) => RequestFlow },
): Promise<PendingNotification[] | undefined> {
  const { told } = task;
  const ledgerPlace = { ...place, config: task.config };
  const isTicket = target.keepsTicket;
  if (isTicket && told?.reference === undefined && !isClaimed(told, ports.clock.now()))
    await writeLedger(ports, ledgerPlace, claim(told, task.due[0]?.life ?? -1, ports.clock.now()));
  const memory = { reference: told?.reference, claimedAt: told?.claimedAt };
  print(ports, "sending", place, task);
  const { told: ended, isLost } = await runFlow(ports, target, flow(memory));
  const isClaimOver = isTicket && ended.kind === "later" && !isLost && told?.claimedAt === undefined;
  if (isClaimOver)
    await writeLedger(ports, ledgerPlace, {
      ...claim(told, task.due[0]?.life ?? -1, 0),
      claimedAt: undefined,
    });
  return end(ports, place, task, target.label, ended);
}

/** Somebody began a ticket a short while ago: that time counts, not the time of each look for it. */
const isClaimed = (told: NotificationState | undefined, now: number): boolean =>
  told?.claimedAt !== undefined && now - told.claimedAt < CLAIM_MILLISECONDS;

/** What comes of how it ended: a note of it, and another try for what may pass. */
async function end(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  destination: string,
  ended: Ended,
): Promise<PendingNotification[] | undefined> {
  const now = ports.clock.now();
  const attempts = attemptsOf(task.due) + 1;
  if (ended.kind === "later") {
    await change(ports, place, task, (known) => afterFailing(known, now));
    const next = now + pause(ports, attempts, ended.after);
    if (attempts < TRIES_MAX) return task.due.map((due) => ({ ...due, tries: attempts, next }));
  }
  await settled(ports, place, task, ended.kind === "sent" ? ended.reference : undefined);
  if (ended.kind === "nothing")
    return keep(ports, place, task, destination, { outcome: "held", reason: ended.reason });
  if (ended.kind === "sent") {
    print(ports, "told", place, task);
    await change(ports, place, task, afterSending);
    ports.meter.count(METRICS.deliveriesSent, 1);
    return keep(ports, place, task, destination, { outcome: "sent", reference: ended.reference, attempts });
  }
  if (ended.kind === "refused")
    await change(ports, place, task, (known) => afterFailing(known, now, ended.reason));
  ports.meter.count(METRICS.deliveriesFailed, 1);
  return keep(ports, place, task, destination, { outcome: "failed", reason: ended.reason, attempts });
}

const change = (
  ports: Pick<Ports, "view" | "clock" | "ids">,
  { project }: IssueRef,
  task: Task,
  how: Parameters<typeof changeDestination>[3],
) => changeDestination(ports, project, task.config, how);

const print = (
  ports: Pick<Ports, "region" | "print">,
  event: string,
  { project, issue }: IssueRef,
  { config }: Task,
): void => ports.print({ event, project, issue, config, region: ports.region });

/** Twice as long each time, spread, and never shorter than the destination asks. */
function pause(ports: Pick<Ports, "ids">, attempts: number, asked: number | undefined): number {
  const own = Math.min(PAUSE_MAX, PAUSE_MILLISECONDS * 2 ** (attempts - 1)) * (0.5 + ports.ids.random());
  return Math.max(own, (asked ?? 0) * 1000);
}

/** Writes down what was told, and what is held back and why, so that no other region tells it. */
async function settled(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  reference: string | undefined,
): Promise<undefined> {
  const target = task.held.length > 0 ? await openTarget(ports, place.project, task.config) : undefined;
  const destination = target ? target.label : task.config;
  for (const due of task.held)
    await keep(ports, place, { ...task, due: [due] }, destination, { outcome: "held", reason: due.held });
  const told = stateAfter(task.told, [...task.due, ...task.held], reference);
  await writeLedger(ports, { ...place, config: task.config }, told);
  return undefined;
}

/** Over a cap: counted for one summary in place of many messages. */
async function cap(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  destination: string,
  reason: string,
): Promise<undefined> {
  const now = ports.clock.now();
  await settled(ports, place, task, undefined);
  await change(ports, place, task, (known) => afterHolding(known, place.issue, task.due.length, now));
  await keep(ports, place, task, destination, { outcome: "held", reason });
  return undefined;
}

/** It counts as told once the digest is sent: should this region be lost before, the other sends its own. */
async function queueMail(
  ports: DeliveryPorts,
  place: IssueRef,
  task: Task,
  { label, delivery, isTrusted }: DigestTarget,
): Promise<undefined> {
  const now = ports.clock.now();
  const reason = mailRefusal(ports, { delivery, isTrusted });
  if (reason !== undefined) {
    // An earlier version kept it.
    await settled(ports, place, task, undefined);
    return keep(ports, place, task, label, { outcome: "failed", reason });
  }
  let isFull = false;
  await change(ports, place, task, (known) => {
    const next = afterQueueing(known, place.issue, task.due, now);
    isFull = next === undefined;
    return next ?? known;
  });
  if (isFull) return cap(ports, place, task, label, "the digest is full");
  const when = `goes with the digest of ${delivery.everyMinutes} minutes`;
  await keep(ports, place, task, label, { outcome: "held", reason: when });
  return undefined;
}

async function keep(
  ports: DeliveryPorts,
  place: IssueRef,
  { config, due }: Task,
  destination: string,
  how: Pick<Delivery, "outcome" | "reason" | "reference" | "attempts">,
): Promise<undefined> {
  const kind = due.find((one) => one.kind !== "count")?.kind ?? "count";
  const reason = how.reason ?? (due.flatMap(reasons).join(" · ") || undefined);
  const about = { config, destination, kind, counts: due.flatMap(crossed) };
  await keepDelivery(ports, place, { ...about, ...how, reason });
  return undefined;
}
