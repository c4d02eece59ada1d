import { cut } from "@faultline/core/whole-characters";
import type * as z from "zod";
import type { Alert, ThreadState } from "./alert.js";
import type { SharedConfig } from "./config.js";
import type { Mail } from "./mail.js";
import type { RequestFlow } from "./request.js";
import { oneLine } from "./text.js";

/** One message in place of many that a burst held back. */
export interface SummaryMessage {
  readonly project: string;
  readonly text: string;
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A destination told by requests, one conversation an alert. */
interface ByRequests<Config> {
  readonly kind: "requests";
  deliver(alert: Alert, config: Config, thread: ThreadState): RequestFlow;
  /** Missing for ticket trackers, where a summary has no ticket to stand in. */
  readonly summary?: ((message: SummaryMessage, config: Config) => RequestFlow) | undefined;
}

/** A destination told by one mail about everything of some minutes. */
interface ByDigest<Config> {
  readonly kind: "digest";
  recipients(config: Config): readonly string[];
  everyMinutes(config: Config): number;
  mail(project: string, alerts: readonly Alert[], config: Config, more?: string): Mail;
}

/** One kind of destination. Registered in `all.ts`; adding one touches nothing else. */
interface Destination<Config extends SharedConfig> {
  readonly type: string;
  readonly schema: z.ZodType<Config>;
  /** Hosts of the vendor's that every deployment may send to. */
  readonly hosts: readonly string[];
  /** What may be shown of a config: its kind, and enough to recognize it, nothing to use it with. */
  readonly mask: (config: Config) => readonly [kind: string, which: string];
  /** Values of a config that no delivery, log line or answer may repeat. */
  readonly secrets: (config: Config) => readonly string[];
  /** True when an issue has one ticket there, which two deliveries at once would create twice. */
  readonly keepsTicket: boolean;
  readonly delivery: ByRequests<Config> | ByDigest<Config>;
}

/** A destination together with one config for it: where a notification really goes. */
export interface Target {
  readonly type: string;
  /** As it is stored: the parsed config, secrets included. */
  readonly config: SharedConfig;
  readonly label: string;
  /** Names in the config that mean nothing to this destination: misspelt, or another one's. */
  readonly unknown: readonly string[];
  readonly keepsTicket: boolean;
  readonly delivery:
    | {
        readonly kind: "requests";
        deliver(alert: Alert, thread: ThreadState): RequestFlow;
        summary(message: SummaryMessage): RequestFlow | undefined;
      }
    | {
        readonly kind: "digest";
        readonly recipients: readonly string[];
        readonly everyMinutes: number;
        mail(project: string, alerts: readonly Alert[], more?: string): Mail;
      };
  withoutSecrets(text: string): string;
}

/** A registered destination: its type and hosts, and how a config for it becomes a target. */
export interface Registered {
  readonly type: string;
  readonly hosts: readonly string[];
  readonly keepsTicket: boolean;
  /** A target, or a sentence that says what is wrong with the config. Never a value of it: they are secret. */
  read(input: unknown): Target | string;
}

/** Registers a destination: from here on a config is only seen together with what it is for. */
export function register<Config extends SharedConfig>(destination: Destination<Config>): Registered {
  const { type, hosts, keepsTicket, schema } = destination;
  return {
    type,
    hosts,
    keepsTicket,
    read(input) {
      const parsed = schema.safeParse(input);
      if (parsed.success) return targetOf(destination, parsed.data, unknownIn(input, parsed.data));
      const [issue] = parsed.error.issues;
      const place = cut(oneLine(issue?.path.join(".") ?? ""), 80);
      return place ? `${type}: ${place}: ${issue?.message}` : (issue?.message ?? "cannot be read");
    },
  };
}

/** Names alone, and few of them: what they are given may be secret. */
function unknownIn(input: unknown, config: object): readonly string[] {
  if (typeof input !== "object" || input === null) return [];
  const names = Object.keys(input).filter((name) => !Object.hasOwn(config, name));
  return names.slice(0, 5).map((name) => cut(oneLine(name), 40));
}

function targetOf<Config extends SharedConfig>(
  destination: Destination<Config>,
  config: Config,
  unknown: readonly string[],
): Target {
  const { type, keepsTicket, delivery } = destination;
  return {
    type,
    config,
    label: labelOf(destination, config),
    unknown,
    keepsTicket,
    delivery:
      delivery.kind === "requests"
        ? {
            kind: "requests",
            deliver: (alert, thread) => delivery.deliver(alert, config, thread),
            summary: (message) => delivery.summary?.(message, config),
          }
        : {
            kind: "digest",
            recipients: delivery.recipients(config),
            everyMinutes: delivery.everyMinutes(config),
            mail: (project, alerts, more) => delivery.mail(project, alerts, config, more),
          },
    withoutSecrets: (text) => blanked(text, destination.secrets(config)),
  };
}

/** What a destination is called: its kind, and the name it was given, or else what its config may show. */
function labelOf<Config extends SharedConfig>(
  { mask, secrets }: Destination<Config>,
  config: Config,
): string {
  const [kind, which] = mask(config);
  return `${kind} ${blanked(oneLine(config.name ?? ""), secrets(config)) || which}`;
}

/** The text without what is secret: destinations like to repeat what they were asked. Longest first. */
const blanked = (text: string, secrets: readonly string[]): string =>
  [...secrets]
    .filter((secret) => secret.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
