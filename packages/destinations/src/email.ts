import { cut } from "@faultline/core/whole-characters";
import * as z from "zod";
import { type Alert, alertTitle, countsText, headline, sparkText, timeText } from "./alert.js";
import { Common } from "./config.js";
import { register } from "./destination.js";
import { LIMITS, SHORT } from "./limits.js";
import type { Mail } from "./mail.js";
import { oneLine } from "./text.js";

const EmailConfig = z.object({
  type: z.literal("email"),
  to: z
    .union([z.email(), z.array(z.email()).min(1).max(20)], "an address, or a list of up to 20")
    .transform((value) => [value].flat()),
  /** Minutes that one digest covers. */
  digest: z.number().int().min(1).max(1440).default(15),
  ...Common,
});
type EmailConfig = z.infer<typeof EmailConfig>;

/** One mail about everything of a project's window, never one an error. `more`: a line about what had no room. */
function digestMail(
  project: string,
  alerts: readonly Alert[],
  { to, timezone }: EmailConfig,
  more?: string,
): Mail {
  const count = alerts.length;
  const lines = alerts.map((alert) => {
    const { issue, hours, link } = alert;
    const facts = `${countsText(issue)}, last ${timeText(issue.lastSeen, timezone)}`;
    return `${headline(alert)}\n${alertTitle(alert, SHORT)}\n${cut(oneLine(issue.culprit), SHORT)}\n${facts}  ${sparkText(hours)}\n${link}\n`;
  });
  const [first] = alerts;
  const subject =
    count === 1 && first
      ? `${project}: ${alertTitle(first, LIMITS.mail.subject)}`
      : `${project}: ${count} issues need attention`;
  return {
    to,
    subject: cut(oneLine(subject), LIMITS.mail.subject),
    text: [...lines, ...(more ? [more] : [])].join("\n"),
  };
}

const maskedAddress = (address: string): string => address.replace(/^(.).*@/, "$1…@");

/** E-mail, by the deployment's SMTP server: a digest, never a mail an error. */
export const email = register<EmailConfig>({
  type: "email",
  schema: EmailConfig,
  hosts: [],
  mask: ({ to }) => ["email", to.map(maskedAddress).join(", ")],
  secrets: () => [],
  keepsTicket: false,
  delivery: {
    kind: "digest",
    recipients: ({ to }) => to,
    everyMinutes: ({ digest }) => digest,
    mail: digestMail,
  },
});
