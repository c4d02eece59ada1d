import { formatTime } from "@faultline/core/time";
import type { Config } from "./config.js";
import { failure, json, type Talk } from "./request.js";

export interface SummaryMessage {
  readonly project: string;
  readonly text: string;
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The talk that sends one message in place of many; undefined for destinations that keep tickets. */
export function summaryTalk(config: Config, message: SummaryMessage): Talk | undefined {
  if (config.type === "slack")
    return post(slackUrl(config), slackBody(config, message), bearer(config.token));
  if (config.type === "webhook") return post(config.url, webhookBody(config, message), {});
  return undefined;
}

function* post(url: string, body: unknown, headers: Readonly<Record<string, string>>): Talk {
  const answer = yield {
    method: "POST",
    url,
    headers: { "content-type": "application/json", ...headers },
    body: json(body),
  };
  return failure(answer) ?? { kind: "sent" };
}

type SlackConfig = Extract<Config, { type: "slack" }>;

const slackUrl = ({ token, endpoint }: SlackConfig): string =>
  token === undefined ? (endpoint ?? "") : `${endpoint ?? "https://slack.com/api"}/chat.postMessage`;

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

const slackBody = ({ channel, username }: SlackConfig, { project, text, link }: SummaryMessage) => ({
  channel,
  username,
  text: `${project}: ${text} <${link}|Open>`,
});

function webhookBody(
  { preset }: Extract<Config, { type: "webhook" }>,
  { project, text, link, now }: SummaryMessage,
): unknown {
  const line = `${project}: ${text} ${link}`;
  switch (preset) {
    case "json":
      return { version: 1, kind: "summary", sentAt: formatTime(now), project, text, link };
    case "discord":
      return { content: line, allowed_mentions: { parse: [] } };
    case "teams":
    case "mattermost":
      return { text: line };
  }
}
