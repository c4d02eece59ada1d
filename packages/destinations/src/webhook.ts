import { formatTime } from "@faultline/core/time";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { type Alert, alertTitle, headline, sparkText } from "./alert.js";
import { Common } from "./config.js";
import { register, type SummaryMessage } from "./destination.js";
import { failure, json, type RequestFlow } from "./request.js";
import { secretParts } from "./secret-parts.js";
import { cut, plainInMarkdown } from "./text.js";

const WebhookConfig = z.object({
  type: z.literal("webhook"),
  url: z.url({ protocol: /^https?$/ }),
  /** Signs the body; without it the receiver cannot tell who sent. */
  secret: z.string().optional(),
  preset: z.enum(["json", "discord", "teams", "mattermost"]).default("json"),
  ...Common,
});
type WebhookConfig = z.infer<typeof WebhookConfig>;

/** Tells any address by JSON. docs/notifications.md has the schema. */
function* deliver(alert: Alert, config: WebhookConfig): RequestFlow {
  const { preset } = config;
  if (alert.kind === "resolved" && preset !== "json")
    return { kind: "nothing", reason: "a message cannot be updated" };
  const told = yield* signed(config, BODIES[preset](alert), alert.now);
  // Programs are told of the resolution, too; what remembers that they were told of the issue is the reference.
  return told.kind === "sent" && preset === "json" ? { kind: "sent", reference: "told" } : told;
}

/**
 * Posts a body. With a secret the header `x-faultline-signature` is `t=<unix seconds>,v1=<hex>`, the HMAC-SHA256 of
 * `<t>.<body>`; docs/notifications.md says how to check it.
 */
function* signed({ url, secret }: WebhookConfig, content: unknown, now: string): RequestFlow {
  const body = json(content);
  const seconds = Math.floor(Date.parse(now) / 1000);
  const signature =
    secret && bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`${seconds}.${body}`)));
  const answer = yield {
    method: "POST",
    url,
    headers: {
      "content-type": "application/json",
      "user-agent": "faultline",
      ...(signature && { "x-faultline-signature": `t=${seconds},v1=${signature}` }),
    },
    body,
  };
  return failure(answer) ?? { kind: "sent" };
}

const BODIES: Readonly<Record<WebhookConfig["preset"], (alert: Alert) => unknown>> = {
  json: ({ kind, issue, crossed, hours, link, now, occurrence }) => ({
    version: 1,
    kind,
    sentAt: now,
    crossed,
    link,
    hours,
    issue: {
      ...issue,
      firstSeen: new Date(issue.firstSeen).toISOString(),
      lastSeen: new Date(issue.lastSeen).toISOString(),
    },
    event: occurrence && {
      id: occurrence.event.id,
      region: occurrence.region,
      exceptions: occurrence.event.exceptions,
    },
  }),
  discord: (alert) => ({
    content: headline(alert),
    allowed_mentions: { parse: [] },
    embeds: [
      {
        // Discord takes 256 characters.
        title: cut(plainInMarkdown(alertTitle(alert)), 256),
        url: alert.link,
        description: plainInMarkdown(cut(alert.issue.culprit, 1000)),
        color: alert.issue.level === "warning" ? 0xd98e04 : 0xc8321e,
        fields: facts(alert).map(([name, value]) => ({ name, value, inline: true })),
        timestamp: alert.now,
      },
    ],
  }),
  teams: (alert) =>
    card(alert.link, [
      { type: "TextBlock", text: headline(alert), weight: "Bolder" },
      { type: "TextBlock", text: plainInMarkdown(alertTitle(alert)), wrap: true },
      { type: "FactSet", facts: facts(alert).map(([title, value]) => ({ title, value })) },
    ]),
  mattermost: (alert) => ({
    text: headline(alert),
    attachments: [
      {
        fallback: plainInMarkdown(alertTitle(alert)),
        title: plainInMarkdown(alertTitle(alert)),
        title_link: alert.link,
        text: plainInMarkdown(cut(alert.issue.culprit, 1000)),
        fields: facts(alert).map(([title, value]) => ({ title, value, short: true })),
      },
    ],
  }),
};

/** A message as Teams takes it: an adaptive card with a button. */
const card = (link: string, body: readonly object[]) => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body,
        actions: [{ type: "Action.OpenUrl", title: "Open", url: link }],
      },
    },
  ],
});

/** Discord refuses a field without a value. */
const facts = ({ issue, hours }: Alert): [string, string][] => [
  ["project", plainInMarkdown(issue.project)],
  ["count", `${issue.count}`],
  ["last 24 h", sparkText(hours) || "–"],
  ["environment", plainInMarkdown(cut(issue.environment ?? "", 200)) || "–"],
  ["release", plainInMarkdown(cut(issue.release ?? "", 200)) || "–"],
];

function summaryBody({ preset }: WebhookConfig, { project, text, link, now }: SummaryMessage): unknown {
  const line = `${plainInMarkdown(project)}: ${text} ${link}`;
  switch (preset) {
    case "json":
      return { version: 1, kind: "summary", sentAt: formatTime(now), project, text, link };
    case "discord":
      return { content: line.slice(0, 2000), allowed_mentions: { parse: [] } };
    case "teams":
      return card(link, [{ type: "TextBlock", text: `${plainInMarkdown(project)}: ${text}`, wrap: true }]);
    case "mattermost":
      return { text: line };
  }
}

/** Any address that takes JSON, and chats that take webhooks of their own form. */
export const webhook = register<WebhookConfig>({
  type: "webhook",
  schema: WebhookConfig,
  hosts: [],
  mask: ({ preset, url }) => `${preset === "json" ? "webhook" : preset} ${new URL(url).hostname}`,
  secrets: ({ url, secret }) => [...secretParts(url), ...(secret ? [secret] : [])],
  keepsTicket: false,
  delivery: {
    kind: "requests",
    deliver,
    summary: (message, config) => signed(config, summaryBody(config, message), formatTime(message.now)),
  },
});
