import type { KnownBlock } from "@slack/types";
import { z } from "zod";
import { type Alert, alertTitle, headline, type Memory, sparkText, timeText } from "./alert.js";
import type { ConfigOf } from "./config.js";
import { failure, json, type Talk, type Told } from "./request.js";

const TEXT_MAX = 2900;
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const Posted = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});

/** Errors of Slack's that pass by themselves. */
const PASSING = new Set([
  "ratelimited",
  "rate_limited",
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
]);

/**
 * Tells Slack. A bot's first message of an issue is kept up to date; a webhook cannot be, so each is new.
 * The reference of a bot's message is `channel:ts`.
 */
export function* slack(alert: Alert, config: ConfigOf<"slack">, memory: Memory): Talk {
  return yield* config.token === undefined
    ? webhook(alert, config)
    : bot(alert, config, config.token, memory);
}

function* webhook(alert: Alert, config: ConfigOf<"slack">): Talk {
  if (alert.kind === "resolved") return { kind: "nothing", reason: "a webhook's message cannot be updated" };
  const body = json(message(alert, config));
  const answer = yield { method: "POST", url: config.endpoint ?? "", headers: JSON_TYPE, body };
  return failure(answer) ?? { kind: "sent" };
}

function* bot(alert: Alert, config: ConfigOf<"slack">, token: string, memory: Memory): Talk {
  const [channel, ts] = memory.reference?.split(":") ?? [];
  const isUpdate =
    (alert.kind === "count" || alert.kind === "resolved") && channel !== undefined && ts !== undefined;
  if (alert.kind === "resolved" && !isUpdate)
    return { kind: "nothing", reason: "there is no message to update" };
  const answer = yield {
    method: "POST",
    url: `${config.endpoint ?? "https://slack.com/api"}/${isUpdate ? "chat.update" : "chat.postMessage"}`,
    headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
    body: json({ ...message(alert, config), ...(isUpdate ? { channel, ts } : {}) }),
  };
  return failure(answer) ?? posted(answer.body, isUpdate ? memory.reference : undefined);
}

/** Slack says in the body what went wrong, and answers 200. */
function posted(body: string, reference: string | undefined): Told {
  const answer = Posted.safeParse(parsedJson(body));
  if (!answer.success) return { kind: "later", reason: "answered with something that is not Slack's" };
  if (!answer.data.ok) {
    const reason = `Slack says ${answer.data.error ?? "no"}`;
    return PASSING.has(answer.data.error ?? "") ? { kind: "later", reason } : { kind: "refused", reason };
  }
  return { kind: "sent", reference: reference ?? `${answer.data.channel}:${answer.data.ts}` };
}

function message(alert: Alert, { channel, username, timezone }: ConfigOf<"slack">) {
  const text = `${headline(alert)}: ${alertTitle(alert)}`;
  return { channel, username, text: escaped(text), blocks: blocks(alert, timezone), unfurl_links: false };
}

function blocks(alert: Alert, timezone: string): KnownBlock[] {
  const { issue, hours, link, occurrence } = alert;
  const frame = occurrence?.event.exceptions[0]?.frames.find(({ inApp }) => inApp);
  const place = frame
    ? `\`${escaped(`${frame.file}${frame.line ? `:${frame.line}` : ""}`)}\``
    : escaped(issue.culprit);
  const facts = [
    issue.environment && `environment ${issue.environment}`,
    issue.release && `release ${issue.release}`,
    `${issue.count} times, ${issue.users} users`,
    `last ${timeText(issue.lastSeen, timezone)}`,
  ].filter((fact) => fact !== undefined && fact !== "");
  return [
    {
      type: "section",
      text: { type: "mrkdwn", text: `*${escaped(headline(alert))}* · ${escaped(issue.project)}` },
    },
    {
      type: "section",
      text: {
        type: "mrkdwn",
        text: `*<${link}|${escaped(alertTitle(alert)).replaceAll("|", "¦")}>*\n${place}`.slice(0, TEXT_MAX),
      },
    },
    {
      type: "context",
      elements: [
        { type: "mrkdwn", text: `\`${sparkText(hours)}\` 24 h` },
        { type: "mrkdwn", text: escaped(facts.join(" · ")).slice(0, TEXT_MAX) },
      ],
    },
    {
      type: "actions",
      elements: [
        { type: "button", text: { type: "plain_text", text: "Open" }, url: link, action_id: "open" },
      ],
    },
  ];
}

/** Slack's three control characters; anything else is text. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema then says what is wrong with it.
    return undefined;
  }
}
