import { formatTime } from "@faultline/core/time";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import type { Alert } from "./alert.js";
import { Common } from "./config.js";
import { register } from "./destination.js";
import { failure, json, type RequestFlow } from "./request.js";
import { secretHint, secretParts } from "./secret-parts.js";
import { alertBody, Preset, summaryBody } from "./webhook-bodies.js";

const WebhookConfig = z.object({
  type: z.literal("webhook"),
  url: z.url({ protocol: /^https?$/ }),
  /** Signs the body; without it the receiver cannot tell who sent. */
  secret: z.string().optional(),
  preset: Preset.default("json"),
  ...Common,
});
type WebhookConfig = z.infer<typeof WebhookConfig>;

/** Tells any address by JSON. docs/notifications.md has the schema. */
function* deliver(alert: Alert, config: WebhookConfig): RequestFlow {
  const { preset } = config;
  if (alert.kind === "resolved" && preset !== "json")
    return { kind: "nothing", reason: "a message cannot be updated" };
  const told = yield* signed(config, alertBody(preset, alert), alert.now);
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

/** Any address that takes JSON, and chats that take webhooks of their own form. */
export const webhook = register<WebhookConfig>({
  type: "webhook",
  schema: WebhookConfig,
  hosts: [],
  mask: ({ preset, url }) => [
    preset === "json" ? "webhook" : preset,
    `${new URL(url).hostname} ${secretHint(url)}`.trim(),
  ],
  secrets: ({ url, secret }) => [...secretParts(url), ...(secret ? [secret] : [])],
  keepsTicket: false,
  delivery: {
    kind: "requests",
    deliver,
    summary: (message, config) =>
      signed(config, summaryBody(config.preset, message), formatTime(message.now)),
  },
});
