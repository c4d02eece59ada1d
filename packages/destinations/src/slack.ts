import { parsedJson } from "@faultline/core/parsed-json";
import type { ChatPostMessageArguments, ChatUpdateArguments } from "@slack/web-api";
import * as z from "zod";
import type { Alert, ThreadState } from "./alert.js";
import { Common, Token } from "./config.js";
import { register } from "./destination.js";
import {
  type Answer,
  type DeliveryResult,
  failure,
  type HttpRequestSpec,
  json,
  type RequestFlow,
} from "./request.js";
import { secretHint, secretParts } from "./secret-parts.js";
import { escaped, linked, message } from "./slack-message.js";

const SlackConfig = z
  .object({
    type: z.literal("slack"),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    token: Token.optional(),
    channel: z.string().optional(),
    username: z.string().optional(),
    iconUrl: z.url({ protocol: /^https?$/ }).optional(),
    iconEmoji: z.string().optional(),
    ...Common,
  })
  .refine(
    ({ endpoint, token, channel }) =>
      endpoint !== undefined || (token !== undefined && channel !== undefined),
    "slack: give an endpoint, or a token and a channel",
  );
type SlackConfig = z.infer<typeof SlackConfig>;

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
function* deliver(alert: Alert, config: SlackConfig, memory: ThreadState): RequestFlow {
  return yield* config.token === undefined
    ? webhook(alert, config)
    : bot(alert, config, config.token, memory);
}

function* webhook(alert: Alert, config: SlackConfig): RequestFlow {
  if (alert.kind === "resolved") return { kind: "nothing", reason: "a webhook's message cannot be updated" };
  const { channel, endpoint = "" } = config;
  const body = json({ ...message(alert, config.timezone), channel, ...looks(config), unfurl_links: false });
  const answer = yield { method: "POST", url: endpoint, headers: JSON_TYPE, body };
  return failure(answer) ?? { kind: "sent" };
}

function* bot(alert: Alert, config: SlackConfig, token: string, memory: ThreadState): RequestFlow {
  const [channel, ts] = memory.reference?.split(":") ?? [];
  if ((alert.kind === "count" || alert.kind === "resolved") && channel !== undefined && ts !== undefined) {
    const update = { ...message(alert, config.timezone), channel, ts } satisfies ChatUpdateArguments;
    const answer = yield described("chat.update", config, token, update);
    const told = slackAnswer(answer, memory.reference);
    if (told.kind !== "refused" || !isGone(told.reason)) return told;
  }
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no message to update" };
  const post = {
    ...message(alert, config.timezone),
    channel: config.channel ?? "",
    ...looks(config),
    unfurl_links: false,
  } satisfies ChatPostMessageArguments;
  return slackAnswer(yield described("chat.postMessage", config, token, post));
}

/** Under which name and picture a message stands; Slack takes one picture. */
const looks = ({ username, ...config }: SlackConfig) => ({
  ...(username !== undefined && { username }),
  ...picture(config),
});

function picture({ iconUrl, iconEmoji }: Pick<SlackConfig, "iconUrl" | "iconEmoji">) {
  if (iconUrl !== undefined) return { icon_url: iconUrl };
  return iconEmoji === undefined ? {} : { icon_emoji: iconEmoji };
}

/** Somebody deleted the message, or the workspace lets nobody edit so late: then it is told anew. */
const isGone = (reason: string): boolean =>
  /\b(message_not_found|cant_update_message|edit_window_closed|channel_not_found)\b/.test(reason);

const described = (
  method: "chat.postMessage" | "chat.update",
  { endpoint }: Pick<SlackConfig, "endpoint">,
  token: string,
  body: ChatPostMessageArguments | ChatUpdateArguments,
): HttpRequestSpec => ({
  method: "POST",
  url: `${(endpoint ?? "https://slack.com/api").replace(/(?<!\/)\/+$/, "")}/${method}`,
  headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
  body: json(body),
});

/** How a call of Slack's API ended: it says in the body what went wrong, and answers 200. */
function slackAnswer(answer: Answer, reference?: string): DeliveryResult {
  const failed = failure(answer);
  if (failed) return failed;
  const said = Posted.safeParse(parsedJson(answer.body));
  if (!said.success) return { kind: "later", reason: "the answer is not one of Slack's" };
  const { ok, error = "no", channel, ts } = said.data;
  if (ok) return { kind: "sent", reference: reference ?? `${channel}:${ts}` };
  return { kind: PASSING.has(error) ? "later" : "refused", reason: `Slack says ${error}` };
}

/** One message in place of many. */
function* summary(text: string, config: SlackConfig): RequestFlow {
  const { channel, endpoint = "", token } = config;
  if (token === undefined) {
    const body = json({ text, channel, ...looks(config) });
    return failure(yield { method: "POST", url: endpoint, headers: JSON_TYPE, body }) ?? { kind: "sent" };
  }
  const told = slackAnswer(
    yield described("chat.postMessage", config, token, { channel: channel ?? "", text, ...looks(config) }),
  );
  // It is no issue's message, and nothing to come back to.
  return told.kind === "sent" ? { kind: "sent" } : told;
}

/** Slack, by an incoming webhook or as a bot, which can bring its message up to date. */
export const slack = register<SlackConfig>({
  type: "slack",
  schema: SlackConfig,
  hosts: ["hooks.slack.com", "slack.com"],
  mask: ({ channel, endpoint }) => ["slack", channel ?? (secretHint(endpoint) || "webhook")],
  secrets: ({ endpoint, token }) => [...secretParts(endpoint), ...(token ? [token] : [])],
  keepsTicket: false,
  delivery: {
    kind: "requests",
    deliver,
    summary: ({ project, text, link }, config) =>
      summary(`${escaped(`${project}: ${text}`)} ${linked(link, "Open")}`, config),
  },
});
