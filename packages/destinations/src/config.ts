import { Window } from "@faultline/core/rule";
import { z } from "zod";

const Common = {
  /** First event alone unless one of these two is given. */
  threshold: z.number().int().optional(),
  notifyInterval: z.number().int().positive().optional(),
  window: Window.default("total"),
  /** An IANA name such as `Asia/Tokyo`, for the times people read. */
  timezone: z.string().refine(isTimeZone, "an IANA time zone, such as Asia/Tokyo").default("UTC"),
  /** The address to link to: `{project}`, `{message}`, `{issue}`, `{event}` and `{reversedUnixtime}` are filled in. */
  linkTemplate: z
    .string()
    .regex(/^https?:\/\//, "an address that begins with https://")
    .optional(),
  /** Seconds a link is good for that shows one occurrence without signing in; 30 days at the most. */
  linkExpires: z.number().int().positive().optional(),
  /** Messages a minute to this destination, before the rest is summed up in one. */
  burst: z.number().int().positive().default(20),
};

const IfExist = z
  .enum(["reopen-and-comment", "reopen", "reopen-and-update", "comment", "none"])
  .default("reopen-and-comment");

/** It goes into a header. */
const Token = z.string().regex(/^[\x21-\x7e]+$/, "printable ASCII without spaces");

const names = z.array(z.string()).default([]);

const SlackConfig = z
  .object({
    type: z.literal("slack"),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    token: Token.optional(),
    channel: z.string().optional(),
    username: z.string().optional(),
    ...Common,
  })
  .refine(
    ({ endpoint, token, channel }) =>
      endpoint !== undefined || (token !== undefined && channel !== undefined),
    "slack: give an endpoint, or a token and a channel",
  );

const GithubConfig = z.object({
  type: z.literal("github"),
  userToken: Token,
  owner: z.string(),
  repo: z.string(),
  endpoint: z.url({ protocol: /^https?$/ }).default("https://api.github.com"),
  labels: names,
  if_exist: IfExist,
  ...Common,
});

const GitlabConfig = z.object({
  type: z.literal("gitlab"),
  personalAccessToken: Token,
  owner: z.string(),
  repo: z.string(),
  endpoint: z.url({ protocol: /^https?$/ }).default("https://gitlab.com/api/v4"),
  labels: names,
  if_exist: IfExist,
  ...Common,
});

const WebhookConfig = z.object({
  type: z.literal("webhook"),
  url: z.url({ protocol: /^https?$/ }),
  /** Signs the body; without it the receiver cannot tell who sent. */
  secret: z.string().optional(),
  preset: z.enum(["json", "discord", "teams", "mattermost"]).default("json"),
  ...Common,
});

const EmailConfig = z.object({
  type: z.literal("email"),
  to: z.union([z.email(), z.array(z.email()).min(1).max(20)]).transform((value) => [value].flat()),
  /** Minutes that one digest covers. */
  digest: z.number().int().min(1).max(1440).default(15),
  ...Common,
});

/** Where to tell, and when. What a POST brings, a sealed string holds, or a project keeps. */
export const Config = z.union([SlackConfig, GithubConfig, GitlabConfig, WebhookConfig, EmailConfig]);
export type Config = z.infer<typeof Config>;
export type ConfigOf<Type extends Config["type"]> = Extract<Config, { type: Type }>;

const BY_TYPE = {
  slack: SlackConfig,
  github: GithubConfig,
  gitlab: GitlabConfig,
  webhook: WebhookConfig,
  email: EmailConfig,
} as const;

const Typed = z.looseObject({ type: z.enum(["slack", "github", "gitlab", "webhook", "email"]) });

/** What is sealed has to fit what KMS seals, 4 KB. */
const CONFIG_BYTES_MAX = 3000;

/** The config, or a sentence that says what is wrong with it. Never a value of it: they are secret. */
export function parseConfig(input: unknown): Config | string {
  const type = Typed.safeParse(input);
  if (!type.success) return "type is one of slack, github, gitlab, webhook, email";
  const parsed = BY_TYPE[type.data.type].safeParse(asMeant(type.data));
  if (parsed.success) return refusal(parsed.data) ?? parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".");
  return place ? `${type.data.type}: ${place}: ${issue?.message}` : (issue?.message ?? "cannot be read");
}

const NOT_ZERO = new Set(["threshold", "notifyInterval", "linkExpires", "timezone"]);

/** The original's Go client sends what was not set as zero or as no text, and numbers for `timezone` and `repo`. */
function asMeant(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const set = Object.entries(config).filter(
    ([name, value]) => value !== "" && !(value === 0 && NOT_ZERO.has(name)),
  );
  return Object.fromEntries(set.map(([name, value]) => [name, asText(name, value)]));
}

function asText(name: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (name === "repo") return String(value);
  // Hours east of Greenwich; in these zones' names the sign is the other way round.
  return name === "timezone" ? `Etc/GMT${value > 0 ? "-" : "+"}${Math.abs(value)}` : value;
}

function refusal(config: Config): string | undefined {
  if (!isSealable(config)) return `a config may have ${CONFIG_BYTES_MAX} bytes`;
  // They would break the request that tells, each time anew.
  if (!isText(config)) return `${config.type}: a config holds no control characters and no half ones`;
  return undefined;
}

/** Whether all that is text in it can stand in a header, an address and a body. */
function isText(value: unknown): boolean {
  if (typeof value === "string") return !/[\p{Cc}\p{Cs}]/u.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isText);
}

const isSealable = (config: Config): boolean =>
  new TextEncoder().encode(JSON.stringify(config)).length <= CONFIG_BYTES_MAX;

/** The rule a config asks for. Without threshold and interval: the first event alone. */
export function ruleOf({ threshold, notifyInterval, window }: Config) {
  const isFirstOnly = threshold === undefined && notifyInterval === undefined;
  return { threshold: isFirstOnly ? -1 : (threshold ?? 1), interval: notifyInterval ?? 1, window };
}

/** What may be shown of a config: enough to recognize it, nothing to use it with. */
export function maskedName(config: Config): string {
  switch (config.type) {
    case "slack":
      return `slack ${config.channel ?? "webhook"}`;
    case "github":
    case "gitlab":
      return `${config.type} ${config.owner}/${config.repo}`;
    case "webhook":
      return `${config.preset === "json" ? "webhook" : config.preset} ${new URL(config.url).hostname}`;
    case "email":
      return `email ${config.to.map(maskedAddress).join(", ")}`;
  }
}

const maskedAddress = (address: string): string => address.replace(/^(.).*@/, "$1…@");

function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // That is how Intl says no.
    return false;
  }
}
