import { type Alert, alertTitle, countsText, headline, sparkText, timeText } from "./alert.js";
import type { ConfigOf } from "./config.js";

/** A mail as it is handed to whoever sends it. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** One mail about everything of a project's window, never one an error. `more`: a line about what had no room. */
export function digestMail(
  project: string,
  alerts: readonly Alert[],
  { to, timezone }: ConfigOf<"email">,
  more?: string,
): Mail {
  const count = alerts.length;
  const lines = alerts.map((alert) => {
    const { issue, hours, link } = alert;
    const facts = `${countsText(issue)}, last ${timeText(issue.lastSeen, timezone)}`;
    return `${headline(alert)}\n${alertTitle(alert)}\n${issue.culprit}\n${facts}  ${sparkText(hours)}\n${link}\n`;
  });
  const [first] = alerts;
  const subject =
    count === 1 && first ? `${project}: ${alertTitle(first)}` : `${project}: ${count} issues need attention`;
  return {
    to,
    subject: subject.replace(/\s+/g, " ").slice(0, 200),
    text: [...lines, ...(more ? [more] : [])].join("\n"),
  };
}
