import type { SummaryMessage, Target } from "@faultline/destinations/destination";
import type { RequestFlow } from "@faultline/destinations/request";
import type { Ports, ProjectionPorts } from "../ports.js";
import { alertOf } from "./alert-of.js";
import { type DigestTarget, openTarget } from "./configs.js";
import { keepDelivery } from "./deliveries.js";
import { type NotificationState, readLedger, remaining, stateAfter, writeLedger } from "./delivery-ledger.js";
import {
  afterFailing,
  afterSending,
  afterSumming,
  changeDestination,
  destinationsOf,
  hasRoom,
  isOpen,
  type Known,
} from "./destination.js";
import { projectPageOf } from "./links.js";
import { mailProblem } from "./mail-problem.js";
import type { PendingNotification } from "./pending-notification.js";
import { runFlow } from "./run-flow.js";

/** What sending digests touches. */
type DigestPorts = ProjectionPorts &
  Pick<Ports, "region" | "cipher" | "print" | "ownFault" | "send" | "mail" | "isLeader">;

const MINUTE = 60_000;

/** Sends the summaries and digests whose time has come, and begins none after `until`. Only the leader does. */
export async function sendDigests(ports: DigestPorts, until = Number.POSITIVE_INFINITY): Promise<void> {
  if (!(await ports.isLeader())) return;
  for (const known of await destinationsOf(ports)) {
    if (ports.clock.now() > until) return;
    if (isOpen(known.destination, ports.clock.now())) continue;
    await sendFor(ports, known).catch((error: unknown) => {
      // One that breaks holds up no other.
      ports.print({ level: "error", event: "digest failed", config: known.config, error: String(error) });
      ports.ownFault?.(error, "digest");
    });
  }
}

async function sendFor(ports: DigestPorts, known: Known): Promise<void> {
  const target = await openTarget(ports, known.project, known.config);
  if (!target) return;
  const { delivery } = target;
  if (delivery.kind === "digest") return sendDigest(ports, known, { ...target, delivery });
  return sendSummary(ports, known, target, delivery.summary);
}

/** One message in place of all that the cap held back, once the minute is over. */
async function sendSummary(
  ports: DigestPorts,
  { project, config: id, destination }: Known,
  target: Target,
  summary: (message: SummaryMessage) => RequestFlow | undefined,
): Promise<void> {
  const { held, heldIssues } = destination;
  const now = ports.clock.now();
  if (held === 0 || !hasRoom(destination, target.config.burst, now)) return;
  const text = summaryText(held, heldIssues.length);
  const link = projectPageOf(ports, project);
  const flow = summary({ project, text, link, now });
  const told = flow
    ? (await runFlow(ports, target, flow)).told
    : { kind: "nothing" as const, reason: "ticket trackers get no summaries" };
  const isSent = told.kind === "sent";
  await changeDestination(ports, project, id, (known) => {
    if (told.kind === "later") return afterFailing(known, now);
    const rest = afterSumming(known, held);
    return isSent ? afterSending(rest) : rest;
  });
  const [issue] = heldIssues;
  if (issue !== undefined && told.kind !== "later") {
    const outcome = isSent ? ("sent" as const) : ("failed" as const);
    const reason = isSent ? text : told.reason;
    await keepDelivery(
      ports,
      { project, issue },
      { config: id, destination: target.label, kind: "summary", outcome, reason },
    );
  }
}

/** One mail about everything since the last one. */
async function sendDigest(
  ports: DigestPorts,
  { project, config: id, destination }: Known,
  target: DigestTarget,
): Promise<void> {
  const { digest, digestSince, held, heldIssues } = destination;
  const now = ports.clock.now();
  if (digestSince === undefined || now - digestSince < target.delivery.everyMinutes * MINUTE) return;
  const open = await untoldOf(ports, project, id, digest);
  const more = held > 0 ? summaryText(held, heldIssues.length) : undefined;
  const problem = open.length === 0 ? undefined : await mailed(ports, project, target, open, more);
  const isLater = problem !== undefined && ports.mail !== undefined;
  if (!isLater) await note(ports, { project, id, destination: target.label }, open, problem);
  await changeDestination(ports, project, id, (known) => {
    if (isLater) return afterFailing(known, now);
    const rest = known.digest.filter(({ issue }) => !digest.some((entry) => entry.issue === issue));
    const since = rest.length > 0 ? now : undefined;
    return { ...afterSending(afterSumming(known, held)), digest: rest, digestSince: since };
  });
}

/** "and 1,204 more in 12 issues": what a burst held back. */
function summaryText(held: number, issues: number): string {
  const number = new Intl.NumberFormat("en").format(held);
  return `and ${number} more in ${issues} ${issues === 1 ? "issue" : "issues"}`;
}

interface Open {
  readonly issue: string;
  readonly due: readonly PendingNotification[];
  readonly told: NotificationState | undefined;
}

/** What of a digest the other region has not sent meanwhile. */
async function untoldOf(
  ports: Pick<Ports, "log" | "clock">,
  project: string,
  config: string,
  digest: Known["destination"]["digest"],
): Promise<Open[]> {
  const entries = digest.map(async ({ issue, due }) => {
    const told = (await readLedger(ports, project, issue)).get(config);
    return { issue, due: due.flatMap((one) => remaining(told, one) ?? []), told };
  });
  return (await Promise.all(entries)).filter(({ due }) => due.length > 0);
}

/** Mails it. Gives back what was in the way, if something was. */
async function mailed(
  ports: DigestPorts,
  project: string,
  target: DigestTarget,
  open: readonly Open[],
  more: string | undefined,
): Promise<string | undefined> {
  const alerts = await Promise.all(
    open.map(({ issue, due }) => alertOf(ports, { project, issue }, target, due)),
  );
  const known = alerts.filter((alert) => alert !== undefined);
  // Its issues were deleted meanwhile: a mail about nothing helps nobody.
  if (known.length === 0) return "its issues are gone";
  return mailProblem(ports, target.delivery.mail(project, known, more));
}

async function note(
  ports: DigestPorts,
  { project, id, destination }: { project: string; id: string; destination: string },
  open: readonly Open[],
  reason: string | undefined,
): Promise<void> {
  const outcome = reason === undefined ? ("sent" as const) : ("failed" as const);
  for (const { issue, due, told } of open) {
    await writeLedger(ports, { project, issue, config: id }, stateAfter(told, due, undefined));
    await keepDelivery(
      ports,
      { project, issue },
      { config: id, destination, kind: "digest", outcome, reason },
    );
  }
}
