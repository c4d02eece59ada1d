import type { Report, Thrown } from "@faultline/core/report";
import { z } from "zod";
import {
  anything,
  filled,
  flag,
  integer,
  isRecord,
  list,
  moment,
  pairs,
  record,
  said,
  text,
} from "./loose.js";
import { debugIdsOf, framesOf, imagesOf, type Reading } from "./sentry-frames.js";
import { surroundings, valuesOf } from "./sentry-surroundings.js";

// One event: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/

const Event = z.looseObject({
  event_id: text,
  timestamp: moment,
  level: text,
  platform: text,
  logger: text,
  transaction: text,
  culprit: text,
  release: text,
  dist: text,
  environment: text,
  server_name: text,
  message: anything,
  logentry: anything,
  exception: anything,
  stacktrace: anything,
  threads: anything,
  fingerprint: list,
  user: record,
  tags: pairs,
  breadcrumbs: anything,
  request: record,
  contexts: record,
  extra: record,
  sdk: record,
  debug_meta: anything,
  modules: record,
});
export type Event = z.infer<typeof Event>;

const Exception = z.looseObject({
  type: text,
  value: anything,
  module: text,
  stacktrace: anything,
  mechanism: record,
});
const Mechanism = z.looseObject({
  type: text,
  exception_id: integer,
  parent_id: integer,
  handled: flag,
  synthetic: flag,
  meta: record,
  data: record,
});
const Message = z.looseObject({ formatted: text, message: text, params: list });

/** What the request around an event tells: its id, when it was sent, and the client's name for itself. */
export interface Around {
  readonly eventId?: string | undefined;
  readonly client?: string | undefined;
}

/** An event in our words. */
export function toReport(json: Record<string, unknown>, { eventId, client }: Around): Report {
  const event = Event.parse(withShortNames(json));
  const chain = exceptionsOf(event);
  const message = messageOf(event);
  const [outermost] = chain;
  const own = outermost?.message || undefined;
  const isUnknown = outermost === undefined && message === undefined;
  const around = surroundings(event, client);
  // What was logged together with the exception, unless it says no more than that does.
  const isTold = own === undefined || [own, `${outermost?.type}: ${own}`].includes(message ?? own);
  const log = isTold ? undefined : { message };
  return {
    ...around,
    contexts: filled({ ...around.contexts, log, mechanism: outermost?.native }),
    eventId: normalizedId(eventId ?? event.event_id),
    timestamp: event.timestamp,
    type: outermost?.type ?? "_",
    message: own ?? message ?? "",
    exceptions: chain.map(({ thrown }) => thrown),
    formerly: outermost?.formerly,
    template: templateOf(event, outermost),
    handled: handledOf(chain),
    raw: isUnknown ? json : undefined,
  };
}

/** Older clients name some parts by classes of the server's. */
const LONG_NAMES: readonly (readonly [long: string, name: string])[] = [
  ["sentry.interfaces.Exception", "exception"],
  ["sentry.interfaces.Message", "logentry"],
  ["sentry.interfaces.Http", "request"],
  ["sentry.interfaces.User", "user"],
  ["sentry.interfaces.Stacktrace", "stacktrace"],
  ["sentry.interfaces.Breadcrumbs", "breadcrumbs"],
  ["sentry.interfaces.Contexts", "contexts"],
  ["sentry.interfaces.threads", "threads"],
];

function withShortNames(json: Record<string, unknown>): Record<string, unknown> {
  const told = LONG_NAMES.filter(([long]) => json[long] !== undefined);
  if (told.length === 0) return json;
  return { ...Object.fromEntries(told.map(([long, name]) => [name, json[long]])), ...json };
}

const normalizedId = (id: string | undefined): string | undefined => {
  const bare = id?.replaceAll("-", "").toLowerCase();
  return bare !== undefined && /^[0-9a-f]{32}$/.test(bare) ? bare : id;
};

const ALONE = { id: undefined, parent: undefined, isSuppressed: false };

interface Link {
  readonly type: string;
  readonly message: string;
  readonly thrown: Thrown;
  readonly handled: boolean | undefined;
  /** Where it stands among the others. */
  readonly place: {
    readonly id: number | undefined;
    readonly parent: number | undefined;
    readonly isSuppressed: boolean;
  };
  /** What only native code's exceptions have: signals, codes, domains. */
  readonly native?: Record<string, unknown> | undefined;
  /** What it was read as when the first grouping mechanism was the only one. */
  readonly formerly?: Thrown | undefined;
}

/** Outermost first. A stack that came without an exception belongs to the message. */
function exceptionsOf(event: Event): Link[] {
  const reading = {
    debugIds: debugIdsOf(event.debug_meta),
    images: imagesOf(event.debug_meta),
    platform: event.platform,
  };
  const values = valuesOf(event.exception).filter(isRecord);
  const threads = valuesOf(event.threads).filter(isRecord);
  const links = values.map((value) => toLink(value, threads, reading));
  if (links.length > 0) return withoutSuppressed(links.reverse());
  const thread = crashedOf(threads.filter(({ stacktrace }) => isRecord(stacktrace)));
  const frames = framesOf(event.stacktrace ?? thread?.stacktrace, reading);
  if (frames.length === 0) return [];
  const message = messageOf(event) ?? "";
  return [{ type: "_", message, thrown: { type: "_", message, frames }, handled: undefined, place: ALONE }];
}

/** What was thrown while another error was under way is no cause of it: it stands beside, as a printed stack has it. */
function withoutSuppressed(links: readonly Link[]): Link[] {
  const aside = new Set<number | undefined>();
  const chain: Link[] = [];
  const told: Thrown[] = [];
  for (const link of links) {
    const { id, parent, isSuppressed } = link.place;
    if (!isSuppressed && (parent === undefined || !aside.has(parent))) {
      chain.push(link);
      continue;
    }
    if (id !== undefined) aside.add(id);
    told.push(link.thrown);
  }
  const [outermost, ...causes] = chain;
  if (!outermost || told.length === 0) return [...links];
  const suppressed = told.map(printed).join("\n");
  return [{ ...outermost, thrown: { ...outermost.thrown, suppressed } }, ...causes];
}

const printed = ({ type, message, frames }: Thrown): string =>
  [
    `Suppressed: ${type}: ${message}`,
    ...frames.map(
      ({ function: name = "?", file, line }) =>
        `\tat ${name}(${file}${line === undefined ? "" : `:${line}`})`,
    ),
  ].join("\n");

/** The thread that tells of a crash; the first one where none says so. */
const crashedOf = (threads: readonly Record<string, unknown>[]): Record<string, unknown> | undefined =>
  threads.find(({ crashed }) => crashed === true) ??
  threads.find(({ current }) => current === true) ??
  threads[0];

/** The stack of the thread that an exception came from. */
function stackOf(
  { thread_id: id }: Record<string, unknown>,
  threads: readonly Record<string, unknown>[],
): unknown {
  if (id === undefined || id === null) return undefined;
  return threads.find((thread) => String(thread.id) === String(id))?.stacktrace;
}

function toLink(
  value: Record<string, unknown>,
  threads: readonly Record<string, unknown>[],
  reading: Reading,
): Link {
  const exception = Exception.parse(value);
  const { handled, synthetic, meta, data, ...placed } = Mechanism.parse(exception.mechanism ?? {});
  // A thrown text gets a class the SDK made up; its message is all there is.
  const isMadeUp = synthetic === true && exception.type === "Error";
  const told = {
    type: isMadeUp ? "_" : (exception.type ?? "_"),
    message: text.parse(exception.value) ?? "",
  };
  const named = { ...told, message: said.parse(exception.value) ?? "" };
  const { type, message } = named.type === "_" && named.message === "" ? (nsError(meta) ?? named) : named;
  const own = framesOf(exception.stacktrace, reading);
  const frames = own.length > 0 ? own : framesOf(stackOf(value, threads), reading);
  const isReadAnew = type !== told.type || message !== told.message || frames.length !== own.length;
  return {
    type,
    message,
    handled,
    place: { id: placed.exception_id, parent: placed.parent_id, isSuppressed: placed.type === "suppressed" },
    thrown: { type, message, frames },
    native: filled({ meta, data }),
    formerly: isReadAnew ? { ...told, frames: own } : undefined,
  };
}

const NsError = z.looseObject({ ns_error: record });
const NsCode = z.looseObject({ domain: text, code: text });

/** An error of Apple's frameworks has neither class nor text, but a domain and a code. */
function nsError(meta: Record<string, unknown> | undefined): { type: string; message: string } | undefined {
  const { domain, code } = NsCode.parse(NsError.parse(meta ?? {}).ns_error ?? {});
  return domain === undefined
    ? undefined
    : { type: "NSError", message: [domain, code].filter(Boolean).join(" ") };
}

const handledOf = (chain: readonly Link[]): boolean | undefined => {
  const flags = chain.map(({ handled }) => handled).filter((handled) => handled !== undefined);
  return flags.length === 0 ? undefined : !flags.includes(false);
};

const entryOf = (event: Event): unknown => event.logentry ?? event.message;

/** What is the same each time a line without an exception is logged, where it differs from what was logged. */
function templateOf(event: Event, outermost: Link | undefined): string | undefined {
  if (outermost !== undefined && outermost.type !== "_") return undefined;
  const entry = entryOf(event);
  const { message, params, formatted } = Message.parse(isRecord(entry) ? entry : {});
  return params.length > 0 || (formatted !== undefined && formatted !== message) ? message : undefined;
}

function messageOf(event: Event): string | undefined {
  const entry = entryOf(event);
  if (!isRecord(entry)) return text.parse(entry) ?? text.parse(event.message);
  const { formatted, message, params } = Message.parse(entry);
  if (formatted !== undefined || message === undefined) return formatted ?? text.parse(event.message);
  const rest = [...params];
  return message.replace(/%[sdif]|\{\}/g, (mark) =>
    rest.length > 0 ? (text.parse(rest.shift()) ?? "") : mark,
  );
}
