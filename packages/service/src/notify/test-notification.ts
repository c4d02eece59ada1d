import type { Issue } from "@faultline/core/issue";
import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import type { Alert } from "@faultline/destinations/alert";
import type { Target } from "@faultline/destinations/destination";
import type { Ports } from "../ports.js";
import { openTarget } from "./configs.js";
import { mailProblem } from "./mail-problem.js";
import { runFlow } from "./run-flow.js";

/** What a test notification touches. */
type TrialPorts = Pick<Ports, "log" | "cipher" | "clock" | "send" | "mail" | "settings">;

interface Tested {
  readonly destination: string;
  readonly outcome: "sent" | "failed";
  readonly reason?: string | undefined;
}

/** Sends a test at once and says how it went; nothing is kept of it. Throws `bad_request` for an unknown config. */
export async function testNotification(
  ports: TrialPorts,
  project: string,
  asked: { readonly id: string } | { readonly target: Target },
): Promise<Tested> {
  const target = "target" in asked ? asked.target : await openTarget(ports, project, asked.id);
  if (!target)
    throw new VisibleError(
      "unprocessable",
      "bad_request",
      "Give a config, or the id of one the project has.",
    );
  const { label: destination, delivery } = target;
  const alert = testAlert(ports, project);
  if (delivery.kind === "digest")
    return { destination, ...outcomeOf(await mailProblem(ports, delivery.mail(project, [alert]))) };
  const { told } = await runFlow(ports, target, delivery.deliver(alert, {}));
  return told.kind === "sent"
    ? { destination, outcome: "sent" }
    : { destination, outcome: "failed", reason: told.reason };
}

const outcomeOf = (reason: string | undefined): Omit<Tested, "destination"> =>
  reason === undefined ? { outcome: "sent" } : { outcome: "failed", reason };

function testAlert({ clock, settings }: Pick<Ports, "clock" | "settings">, project: string): Alert {
  const now = clock.now();
  const issue: Issue = {
    id: `iss_test_${now}`,
    project,
    title: "Test notification",
    type: "Test",
    message: "Notifications from Faultline arrive here",
    culprit: "checkout (app/cart.js)",
    level: "info",
    status: "unresolved",
    regressed: false,
    count: 1,
    users: 1,
    firstSeen: now,
    lastSeen: now,
    tags: {},
    fingerprint: "test",
  };
  return {
    kind: "test",
    issue,
    crossed: [],
    reasons: [],
    hours: [0, 1, 0, 2, 1],
    link: settings.publicUrl,
    page: settings.publicUrl,
    signature: "test",
    now: formatTime(now),
  };
}
