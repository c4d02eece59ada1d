import type { Report, Thrown } from "@faultline/core/report";
import {
  asFlag,
  asInteger,
  asList,
  asMoment,
  asPairs,
  asRecord,
  asSaid,
  asText,
  filled,
  filledOver,
  isRecord,
} from "./loose.js";
import { debugIdsOf, framesOf, imagesOf, type Reading } from "./sentry-frames.js";
import { crashedOf, surroundings, valuesOf } from "./sentry-surroundings.js";

// One event: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/

export type Event = ReturnType<typeof readEvent>;

/** Its parts, each as it may be read on. No schema is asked: see `sentry-readers.test.ts`. */
export const readEvent = (json: Record<string, unknown>) => ({
  event_id: asText(json.event_id),
  timestamp: asMoment(json.timestamp),
  level: asText(json.level),
  platform: asText(json.platform),
  logger: asText(json.logger),
  transaction: asText(json.transaction),
  culprit: asText(json.culprit),
  release: asText(json.release),
  dist: asText(json.dist),
  environment: asText(json.environment),
  server_name: asText(json.server_name),
  message: json.message,
  logentry: json.logentry,
  exception: json.exception,
  stacktrace: json.stacktrace,
  threads: json.threads,
  fingerprint: asList(json.fingerprint),
  user: asRecord(json.user),
  tags: asPairs(json.tags),
  breadcrumbs: json.breadcrumbs,
  request: asRecord(json.request),
  contexts: asRecord(json.contexts),
  extra: asRecord(json.extra),
  sdk: asRecord(json.sdk),
  debug_meta: json.debug_meta,
  modules: asRecord(json.modules),
});

export const readException = (json: Record<string, unknown>) => ({
  type: asText(json.type),
  value: json.value,
  module: asText(json.module),
  stacktrace: json.stacktrace,
  mechanism: asRecord(json.mechanism),
});

export const readMechanism = (json: Record<string, unknown>) => ({
  type: asText(json.type),
  exception_id: asInteger(json.exception_id),
  parent_id: asInteger(json.parent_id),
  handled: asFlag(json.handled),
  synthetic: asFlag(json.synthetic),
  meta: asRecord(json.meta),
  data: asRecord(json.data),
});

const readMessage = (json: Record<string, unknown>) => ({
  formatted: asText(json.formatted),
  message: asText(json.message),
  params: asList(json.params),
});

/** What the request around an event tells: its id, when it was sent, and the client's name for itself. */
export interface Around {
  readonly eventId?: string | undefined;
  readonly client?: string | undefined;
}

/** An event in our words. Each part is named: an object made in one go is several times cheaper than one that others are spread into. */
export function toReport(json: Record<string, unknown>, { eventId, client }: Around): Report {
  const event = readEvent(withShortNames(json));
  const chain = exceptionsOf(event);
  const message = messageOf(event);
  const [outermost] = chain;
  const own = outermost?.message || undefined;
  const isUnknown = outermost === undefined && message === undefined;
  const around = surroundings(event, client);
  return {
    level: around.level,
    fingerprint: around.fingerprint,
    platform: around.platform,
    transaction: around.transaction,
    release: around.release,
    environment: around.environment,
    serverName: around.serverName,
    user: around.user,
    tags: around.tags,
    breadcrumbs: around.breadcrumbs,
    request: around.request,
    contexts: filledOver(around.contexts, {
      log: loggedBeside(outermost, message),
      mechanism: outermost?.native,
    }),
    extra: around.extra,
    sdk: around.sdk,
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

/** What was logged together with the exception, unless it says no more than that does. */
function loggedBeside(
  outermost: Link | undefined,
  message: string | undefined,
): { readonly message: string } | undefined {
  const own = outermost?.message;
  if (!own || message === undefined) return undefined;
  return message === own || message === `${outermost.type}: ${own}` ? undefined : { message };
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
  const exception = readException(value);
  const { handled, synthetic, meta, data, ...placed } = readMechanism(exception.mechanism ?? {});
  // A thrown text gets a class the SDK made up; its message is all there is.
  const isMadeUp = synthetic === true && exception.type === "Error";
  const told = {
    type: isMadeUp ? "_" : (exception.type ?? "_"),
    message: asText(exception.value) ?? "",
  };
  const named = { ...told, message: asSaid(exception.value) ?? "" };
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

/** An error of Apple's frameworks has neither class nor text, but a domain and a code. */
function nsError(meta: Record<string, unknown> | undefined): { type: string; message: string } | undefined {
  const told = asRecord(meta?.ns_error);
  const [domain, code] = [asText(told?.domain), asText(told?.code)];
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
  const { message, params, formatted } = readMessage(isRecord(entry) ? entry : {});
  return params.length > 0 || (formatted !== undefined && formatted !== message) ? message : undefined;
}

function messageOf(event: Event): string | undefined {
  const entry = entryOf(event);
  if (!isRecord(entry)) return asText(entry) ?? asText(event.message);
  const { formatted, message, params } = readMessage(entry);
  if (formatted !== undefined || message === undefined) return formatted ?? asText(event.message);
  const rest = [...params];
  return message.replace(/%[sdif]|\{\}/g, (mark) => (rest.length > 0 ? (asText(rest.shift()) ?? "") : mark));
}
