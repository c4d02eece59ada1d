import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Alert, alertTitle, headline, sparkText } from "./alert.js";
import type { ConfigOf } from "./config.js";
import { failure, json, type RequestFlow } from "./request.js";

/** Tells any address by JSON. docs/notifications.md has the schema. */
export function* webhook(alert: Alert, config: ConfigOf<"webhook">): RequestFlow {
  const { preset } = config;
  if (alert.kind === "resolved" && preset !== "json")
    return { kind: "nothing", reason: "a message cannot be updated" };
  const told = yield* webhookFlow(config, BODIES[preset](alert), alert.now);
  // Programs are told of the resolution, too; what remembers that they were told of the issue is the reference.
  return told.kind === "sent" && preset === "json" ? { kind: "sent", reference: "told" } : told;
}

/**
 * Posts a body. With a secret the header `x-faultline-signature` is `t=<unix seconds>,v1=<hex>`, the HMAC-SHA256 of
 * `<t>.<body>`; docs/notifications.md says how to check it.
 */
export function* webhookFlow(
  { url, secret }: ConfigOf<"webhook">,
  content: unknown,
  now: string,
): RequestFlow {
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

const BODIES: Readonly<Record<ConfigOf<"webhook">["preset"], (alert: Alert) => unknown>> = {
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
        title: alertTitle(alert),
        url: alert.link,
        description: alert.issue.culprit.slice(0, 2000),
        color: alert.issue.level === "warning" ? 0xd98e04 : 0xc8321e,
        fields: facts(alert).map(([name, value]) => ({ name, value, inline: true })),
        timestamp: alert.now,
      },
    ],
  }),
  teams: (alert) =>
    card(alert.link, [
      { type: "TextBlock", text: headline(alert), weight: "Bolder" },
      { type: "TextBlock", text: alertTitle(alert), wrap: true },
      { type: "FactSet", facts: facts(alert).map(([title, value]) => ({ title, value })) },
    ]),
  mattermost: (alert) => ({
    text: headline(alert),
    attachments: [
      {
        fallback: alertTitle(alert),
        title: alertTitle(alert),
        title_link: alert.link,
        text: alert.issue.culprit,
        fields: facts(alert).map(([title, value]) => ({ title, value, short: true })),
      },
    ],
  }),
};

/** A message as Teams takes it: an adaptive card with a button. */
export const card = (link: string, body: readonly object[]) => ({
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
  ["project", issue.project],
  ["count", `${issue.count}`],
  ["last 24 h", sparkText(hours)],
  ["environment", issue.environment || "–"],
  ["release", issue.release || "–"],
];
