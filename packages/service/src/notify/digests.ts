import { summaryText } from "@faultline/notifiers/all";
import { type Config, maskedName } from "@faultline/notifiers/config";
import { digestMail } from "@faultline/notifiers/email";
import { summaryTalk } from "@faultline/notifiers/summary";
import type { Ports } from "../ports.js";
import { alertOf } from "./alert-of.js";
import { openConfig } from "./configs.js";
import { converse } from "./converse.js";
import { keepDelivery } from "./deliveries.js";
import {
  afterFailing,
  afterSending,
  changeDestination,
  destinationsOf,
  hasRoom,
  isOpen,
  type Known,
} from "./destination.js";

const MINUTE = 60_000;

/** Sends the summaries and digests whose time has come, and begins none after `until`. Only the home region does. */
export async function sendDigests(ports: Ports, until = Number.POSITIVE_INFINITY): Promise<void> {
  if (!(await ports.isHome())) return;
  for (const known of await destinationsOf(ports)) {
    if (ports.clock.now() > until) return;
    if (isOpen(known.destination, ports.clock.now())) continue;
    const config = await openConfig(ports, known.project, known.config);
    if (!config) continue;
    if (config.type === "email") await sendDigest(ports, known, config);
    else await sendSummary(ports, known, config);
  }
}

/** One message in place of all that the cap held back, once the minute is over. */
async function sendSummary(
  ports: Ports,
  { project, config: id, destination }: Known,
  config: Exclude<Config, { type: "email" }>,
): Promise<void> {
  const { held, heldIssues } = destination;
  const now = ports.clock.now();
  if (held === 0 || !hasRoom(destination, config.burst, now)) return;
  const text = summaryText(held, heldIssues.length);
  const link = `${ports.settings.publicUrl}/projects/${encodeURIComponent(project)}`;
  const talk = summaryTalk(config, { project, text, link, now });
  const told = talk
    ? (await converse(ports, config, talk)).told
    : { kind: "nothing" as const, reason: "a ticket tracker gets no summaries" };
  const isSent = told.kind === "sent";
  await changeDestination(ports, project, id, (known) => {
    if (told.kind === "later") return afterFailing(known, now);
    const rest = { ...known, held: Math.max(0, known.held - held), heldIssues: [], heldSince: undefined };
    return isSent ? afterSending(rest) : rest;
  });
  const [issue] = heldIssues;
  if (issue !== undefined && told.kind !== "later") {
    const outcome = isSent ? ("sent" as const) : ("failed" as const);
    const reason = isSent ? text : told.reason;
    await keepDelivery(
      ports,
      { project, issue },
      { config: id, destination: maskedName(config), kind: "summary", outcome, reason },
    );
  }
}

/** One mail about everything since the last one. */
async function sendDigest(
  ports: Ports,
  { project, config: id, destination }: Known,
  config: Config & { type: "email" },
): Promise<void> {
  const { digest, digestSince } = destination;
  const now = ports.clock.now();
  if (digestSince === undefined || now - digestSince < config.digest * MINUTE) return;
  const alerts = await Promise.all(
    digest.map(({ issue, due }) => alertOf(ports, { project, issue }, config, due)),
  );
  const mail = digestMail(
    project,
    alerts.filter((alert) => alert !== undefined),
    config,
  );
  const problem = ports.mail ? await mailProblem(ports.mail(mail)) : "no SMTP server: set FAULTLINE_SMTP_URL";
  const sent = new Set(digest.map(({ issue }) => issue));
  await changeDestination(ports, project, id, (known) => {
    if (problem !== undefined && ports.mail) return afterFailing(known, now);
    const rest = known.digest.filter(({ issue }) => !sent.has(issue));
    return { ...afterSending(known), digest: rest, digestSince: rest.length > 0 ? now : undefined };
  });
  for (const issue of sent) {
    const outcome = problem === undefined ? ("sent" as const) : ("failed" as const);
    await keepDelivery(
      ports,
      { project, issue },
      { config: id, destination: maskedName(config), kind: "digest", outcome, reason: problem },
    );
  }
}

async function mailProblem(sending: Promise<void>): Promise<string | undefined> {
  try {
    await sending;
    return undefined;
  } catch (error) {
    // The mail server's own words; they name no secret of ours.
    return String(error).slice(0, 200);
  }
}
