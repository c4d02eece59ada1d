import { formatTime } from "@faultline/core/time";
import type { Config } from "./config.js";
import type { RequestFlow } from "./request.js";
import { escaped, slackSummary } from "./slack.js";
import { card, webhookFlow } from "./webhook.js";

interface SummaryMessage {
  readonly project: string;
  readonly text: string;
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The talk that sends one message in place of many; undefined for destinations that keep tickets. */
export function summaryFlow(config: Config, message: SummaryMessage): RequestFlow | undefined {
  const { project, text, link, now } = message;
  if (config.type === "slack")
    return slackSummary(`${escaped(`${project}: ${text}`)} <${link}|Open>`, config);
  if (config.type === "webhook") return webhookFlow(config, webhookBody(config, message), formatTime(now));
  return undefined;
}

function webhookBody(
  { preset }: Extract<Config, { type: "webhook" }>,
  { project, text, link, now }: SummaryMessage,
): unknown {
  const line = `${project}: ${text} ${link}`;
  switch (preset) {
    case "json":
      return { version: 1, kind: "summary", sentAt: formatTime(now), project, text, link };
    case "discord":
      return { content: line.slice(0, 2000), allowed_mentions: { parse: [] } };
    case "teams":
      return card(link, [{ type: "TextBlock", text: `${project}: ${text}`, wrap: true }]);
    case "mattermost":
      return { text: line };
  }
}
