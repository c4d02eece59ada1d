import { formerThrown } from "@faultline/core/grouping/v1";
import { className } from "@faultline/core/grouping/v2/class-name";
import { functionName } from "@faultline/core/grouping/v2/function-name";
import { base32, digest } from "@faultline/core/hash";
import type { Level, Report, RequestInfo, Thrown, User } from "@faultline/core/report";
import { clientTime } from "@faultline/core/time";
import * as z from "zod";
import { boundedCopies } from "./bounded-copies.js";
import { withError } from "./logged-error.js";
import { anything, asText, filled, integer, isRecord, list, said, text } from "./loose.js";
import { formerStack, parseStack } from "./parse-stack.js";
import { platformOf } from "./platform.js";
import { sdkOf } from "./sdk.js";

// Log records and spans. Names of attributes: https://opentelemetry.io/docs/specs/semconv/exceptions/

type Attributes = Readonly<Record<string, unknown>>;
type Json = Readonly<Record<string, unknown>>;

/** Where records come from: the service, the machine, the instrumentation. */
export interface Source {
  readonly attributes: Attributes;
  readonly scope: unknown;
}

/** A resource's attributes, for so many records. */
export const resourceOf = (resource: unknown, records: number): Attributes =>
  boundedAttributes(attributesOf(isRecord(resource) ? resource.attributes : undefined), records);

/** An instrumentation's scope, for so many records. */
export const scopeOf = (scope: unknown, records: number): unknown =>
  isRecord(scope) ? boundedCopies({ scope }, records).scope : undefined;

const boundedAttributes = (attributes: Attributes, copies: number): Attributes =>
  boundedCopies({ attributes }, copies).attributes ?? {};

const SEVERITIES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** A severity's number, also where protobuf's own printer of JSON wrote its name: `SEVERITY_NUMBER_ERROR2`. */
const severityNumber = anything.transform((value) => {
  const [, word = "", step = "1"] = /^SEVERITY_NUMBER_([A-Z]{4,5})([2-4])?$/.exec(asText(value) ?? "") ?? [];
  const place = SEVERITIES.indexOf(word);
  return place < 0 ? integer.parse(value) : place * 4 + Number(step);
});

const LogRecord = z.looseObject({
  timeUnixNano: text,
  observedTimeUnixNano: text,
  severityNumber,
  severityText: text,
  body: anything,
  attributes: anything,
  traceId: text,
  spanId: text,
});
const Span = z.looseObject({ name: text, traceId: text, spanId: text, attributes: anything, events: list });
const SpanEvent = z.looseObject({ name: text, timeUnixNano: text, attributes: anything });

const ERROR_SEVERITY = 17;

/** A log record as a report when it holds an exception or calls itself an error; undefined for all others. */
export function logReport(json: Json, source: Source, index: number): Report | undefined {
  const record = LogRecord.parse(json);
  const sent = attributesOf(record.attributes);
  const body = plain(record.body);
  const severity = record.severityNumber || severityOf(record.severityText);
  const isError = severity >= ERROR_SEVERITY;
  const attributes = withError(isRecord(body) ? { ...body, ...sent } : sent, isError);
  const hasException = hasExceptionIn(attributes);
  if (!hasException && !isError) return undefined;
  const { said, formerlySaid } = saidIn(body);
  const span = { traceId: idOf(record.traceId), spanId: idOf(record.spanId) };
  const exceptions = hasException ? exceptionsOf(attributes) : [];
  const { timeUnixNano, observedTimeUnixNano } = record;
  const told = [timeUnixNano, observedTimeUnixNano, severity, body, sent, span, source.attributes];
  const own = base32(digest("otlp record", JSON.stringify(told), String(index)));
  return {
    ...surroundings(attributes, source, span),
    eventId: hasException && span.spanId ? exceptionId(exceptions, span) : own,
    timestamp: timeOf(record.timeUnixNano) ?? timeOf(record.observedTimeUnixNano),
    level: levelOf(severity),
    ...outermostOf(exceptions, said),
    exceptions,
    formerly: formerlyOf(exceptions[0] ?? { ...NOTHING, message: said ?? "" }, sent, formerlySaid),
    extra: filled({ ...othersOf(attributes), body: hasException && !isRecord(body) ? body : undefined }),
  };
}

/** What a log line says, and what it was taken to say before: loggers that write objects have their text inside. */
function saidIn(body: unknown): { said: string | undefined; formerlySaid: string | undefined } {
  if (typeof body === "string") return { said: body, formerlySaid: body };
  const printed = JSON.stringify(body);
  const inside = isRecord(body) ? [body.msg, body.message, body.event].map((value) => text.parse(value)) : [];
  return { said: inside.find((value) => value !== undefined) ?? printed, formerlySaid: printed };
}

/** For loggers that only have a word: the number it stands for, 0 for one that stands for none. */
function severityOf(word: string | undefined): number {
  const name = word?.trim().toLowerCase() ?? "";
  if (/^(fatal|critical|alert|emergency)/.test(name)) return 21;
  return /^(error|severe)/.test(name) ? ERROR_SEVERITY : 0;
}

/** The exceptions that were recorded on a span. */
export function spanReports(json: Json, source: Source): Report[] {
  const record = Span.parse(json);
  const ofSpan = boundedAttributes(attributesOf(record.attributes), record.events.length);
  const span = { traceId: idOf(record.traceId), spanId: idOf(record.spanId) };
  return record.events
    .filter(isRecord)
    .map((event) => SpanEvent.parse(event))
    .filter(({ name }) => name === "exception")
    .map(({ timeUnixNano, attributes: found }) => {
      const attributes = attributesOf(found);
      const exceptions = exceptionsOf(attributes);
      return {
        ...surroundings(ofSpan, source, span),
        eventId: span.spanId ? exceptionId(exceptions, span) : undefined,
        timestamp: timeOf(timeUnixNano),
        level: "error",
        ...outermostOf(exceptions, undefined),
        exceptions,
        formerly: formerlyOf(exceptions[0] ?? NOTHING, attributes, undefined),
        transaction: text.parse(ofSpan["http.route"]) ?? record.name,
        extra: filled({ ...othersOf(ofSpan), ...othersOf(attributes) }),
      };
    });
}

const EXCEPTION = ["exception.type", "exception.message", "exception.stacktrace"] as const;
const hasExceptionIn = (attributes: Attributes): boolean =>
  EXCEPTION.some((name) => attributes[name] !== undefined);
type SpanIds = { readonly traceId: string | undefined; readonly spanId: string | undefined };

/**
 * The same for an exception that comes both on its span and in a log, so that it is counted once. One of them tells the
 * class with its module, and calls further out: what both agree on is the class' own name, the message and the crash site.
 */
function exceptionId([thrown]: readonly Thrown[], { traceId = "", spanId = "" }: SpanIds): string {
  const { type = "", message = "", frames = [], stack = "" } = thrown ?? {};
  const { file = "", function: name = "", line } = frames[0] ?? {};
  const site = frames.length > 0 ? [file, functionName(name), String(line)] : [stack];
  return base32(digest("otlp exception", traceId, spanId, className(type), message, ...site));
}

/** The class stands in the stack; JavaScript's SDK writes an error's `code` where its class should be. */
function exceptionsOf(attributes: Attributes): Thrown[] {
  const [type, message, stack] = EXCEPTION.map((name) => text.parse(attributes[name]));
  const chain = stack === undefined ? [] : parseStack(stack, { type: undefined, message });
  const [first, ...causes] = chain;
  return first ? [withClass(first, type), ...causes] : [withoutStack(type, message)];
}

const withClass = (thrown: Thrown, type: string | undefined): Thrown => ({
  ...thrown,
  type: thrown.type === "_" ? (type ?? "_") : thrown.type,
});

const withoutStack = (type: string | undefined, message: string | undefined): Thrown => ({
  type: classOf(type),
  message: message ?? type ?? "",
  frames: [],
});

const NOTHING: Thrown = { type: "_", message: "", frames: [] };

/** What the outermost was read as when the first grouping mechanism was the only one, where that is something else. */
function formerlyOf(now: Thrown, attributes: Attributes, said: string | undefined): Thrown | undefined {
  const then = hasExceptionIn(attributes) ? formerException(attributes) : NOTHING;
  const told = (thrown: Thrown): Thrown => formerThrown({ ...thrown, message: thrown.message || said || "" });
  const former = told(then);
  return JSON.stringify(former) === JSON.stringify(told(now)) ? undefined : former;
}

function formerException(attributes: Attributes): Thrown {
  const [type, message, stack] = EXCEPTION.map((name) => text.parse(attributes[name]));
  const read = stack === undefined ? undefined : formerStack(stack, { type: undefined, message });
  return read === undefined ? withoutStack(type, message) : withClass(read, type);
}

const classOf = (type: string | undefined): string =>
  type !== undefined && /^[A-Za-z_]/.test(type) ? type : "_";

const outermostOf = (exceptions: readonly Thrown[], said: string | undefined) => ({
  type: exceptions[0]?.type ?? "_",
  message: exceptions[0]?.message || said || "",
});

/** 1 to 24, in steps of four: trace, debug, info, warning, error, fatal. */
function levelOf(severity: number): Level {
  const levels: readonly Level[] = ["debug", "debug", "info", "warning", "error", "fatal"];
  return levels[Math.ceil(severity / 4) - 1] ?? "error";
}

const timeOf = (nanoseconds: string | undefined): number | undefined =>
  nanoseconds === undefined ? undefined : clientTime(Number(nanoseconds) / 1_000_000);

/** In hex: JSON has it so, protobuf comes to us in base64. */
function idOf(id: string | undefined): string | undefined {
  if (id === undefined || /^0*$/.test(id)) return undefined;
  if (/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(id)) return id.toLowerCase();
  try {
    return [...atob(id)].map((character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  } catch {
    // Neither form: it still tells spans apart.
    return id;
  }
}

const HTTP: Readonly<Record<"url" | "method" | "ip" | "userAgent", readonly string[]>> = {
  url: ["url.full", "http.url", "url.path", "http.target"],
  method: ["http.request.method", "http.method"],
  ip: ["client.address", "http.client_ip"],
  userAgent: ["user_agent.original", "http.user_agent"],
};
const USER: Readonly<Record<"id" | "name" | "email", readonly string[]>> = {
  id: ["user.id", "enduser.id"],
  name: ["user.name", "user.full_name"],
  email: ["user.email"],
};
const PLACED = new Set<string>([...EXCEPTION, ...Object.values(HTTP).flat(), ...Object.values(USER).flat()]);

const othersOf = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !PLACED.has(name)));

const firstOf = (attributes: Attributes, names: readonly string[]): string | undefined =>
  names.map((name) => text.parse(attributes[name])).find((value) => value !== undefined);

function surroundings(
  attributes: Attributes,
  { attributes: resource, scope }: Source,
  span: SpanIds,
): Omit<Report, "type" | "message" | "exceptions" | "level"> {
  const service = text.parse(resource["service.name"]);
  const user: User = { id: firstOf(attributes, USER.id), name: firstOf(attributes, USER.name) };
  user.email = firstOf(attributes, USER.email);
  const request: RequestInfo = {
    url: firstOf(attributes, HTTP.url),
    method: firstOf(attributes, HTTP.method),
    ip: firstOf(attributes, HTTP.ip),
    userAgent: firstOf(attributes, HTTP.userAgent),
  };
  return {
    platform: platformOf(text.parse(resource["telemetry.sdk.language"])),
    transaction: text.parse(attributes["http.route"]),
    release: text.parse(resource["service.version"]),
    environment: firstOf(resource, ["deployment.environment.name", "deployment.environment"]),
    serverName: firstOf(resource, ["host.name", "service.instance.id"]),
    user: filled({ ...user }) ? user : undefined,
    tags: service === undefined ? undefined : { service },
    request: filled({ ...request }) ? request : undefined,
    contexts: filled({ trace: filled({ ...span }), scope, resource }),
    sdk: sdkOf({
      name: resource["telemetry.sdk.name"] ?? "opentelemetry",
      version: resource["telemetry.sdk.version"],
    }),
  };
}

const DEPTH_MAX = 10;

/** `[{key, value}]` as an object of plain values. */
function attributesOf(pairs: unknown, depth = 0): Record<string, unknown> {
  const entries = list.parse(pairs).filter(isRecord);
  return Object.fromEntries(
    entries.flatMap(({ key, value }) => (typeof key === "string" ? [[key, plain(value, depth + 1)]] : [])),
  );
}

/** OTLP's tagged values as plain ones; `{}` stands for null. */
function plain(value: unknown, depth = 0): unknown {
  if (!isRecord(value) || depth > DEPTH_MAX) return undefined;
  const { arrayValue, kvlistValue, intValue } = value;
  if (isRecord(arrayValue)) return list.parse(arrayValue.values).map((entry) => plain(entry, depth + 1));
  if (isRecord(kvlistValue)) return attributesOf(kvlistValue.values, depth + 1);
  if (intValue !== undefined) return integerOf(intValue);
  const single = value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue;
  // Whatever else is said to be a text may be nested without end.
  return isRecord(single) || Array.isArray(single) ? said.parse(single) : single;
}

/** 64 bits come as text; those that fit a number become one, so that both encodings mean the same. */
const integerOf = (value: unknown): unknown => integer.parse(value) ?? text.parse(value);
