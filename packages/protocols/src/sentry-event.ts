import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Report, Thrown } from "@faultline/core/report";
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
  variables,
} from "./loose.js";
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
  mechanism: anything,
});
const Mechanism = z.looseObject({ handled: flag, synthetic: flag });
const StackFrame = z.looseObject({
  filename: text,
  abs_path: text,
  function: text,
  module: text,
  lineno: integer,
  colno: integer,
  in_app: flag,
  pre_context: list,
  context_line: text,
  post_context: list,
  vars: variables,
});
const Message = z.looseObject({ formatted: text, message: text, params: list });
const Image = z.looseObject({ type: text, code_file: text, debug_id: text });

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
    contexts: filled({ ...around.contexts, log }),
    eventId: normalizedId(eventId ?? event.event_id),
    timestamp: event.timestamp,
    type: outermost?.type ?? "_",
    message: own ?? message ?? "",
    exceptions: chain.map(({ thrown }) => thrown),
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

interface Link {
  readonly type: string;
  readonly message: string;
  readonly thrown: Thrown;
  readonly handled: boolean | undefined;
}

/** Outermost first. A stack that came without an exception belongs to the message. */
function exceptionsOf(event: Event): Link[] {
  const debugIds = debugIdsOf(event.debug_meta);
  const values = valuesOf(event.exception);
  const links = values.filter(isRecord).map((value) => toLink(value, debugIds));
  if (links.length > 0) return links.reverse();
  const thread = valuesOf(event.threads).find((value) => isRecord(value) && isRecord(value.stacktrace));
  const stack = event.stacktrace ?? (isRecord(thread) ? thread.stacktrace : undefined);
  const frames = framesOf(stack, debugIds);
  if (frames.length === 0) return [];
  const message = messageOf(event) ?? "";
  return [{ type: "_", message, thrown: { type: "_", message, frames }, handled: undefined }];
}

function toLink(value: Record<string, unknown>, debugIds: DebugIds): Link {
  const exception = Exception.parse(value);
  const { handled, synthetic } = Mechanism.parse(isRecord(exception.mechanism) ? exception.mechanism : {});
  // A thrown text gets a class the SDK made up; its message is all there is.
  const isMadeUp = synthetic === true && exception.type === "Error";
  const type = isMadeUp ? "_" : (exception.type ?? "_");
  const message = said.parse(exception.value) ?? "";
  return {
    type,
    message,
    handled,
    thrown: { type, message, frames: framesOf(exception.stacktrace, debugIds) },
  };
}

const handledOf = (chain: readonly Link[]): boolean | undefined => {
  const flags = chain.map(({ handled }) => handled).filter((handled) => handled !== undefined);
  return flags.length === 0 ? undefined : !flags.includes(false);
};

/** Crash site first: this wire has it last. */
function framesOf(stack: unknown, debugIds: DebugIds): Frame[] {
  if (!isRecord(stack) || !Array.isArray(stack.frames)) return [];
  return stack.frames
    .filter(isRecord)
    .map((frame) => toFrame(frame, debugIds))
    .reverse();
}

function toFrame(json: Record<string, unknown>, debugIds: DebugIds): Frame {
  const frame = StackFrame.parse(json);
  const file = frame.filename ?? frame.abs_path ?? frame.module ?? "";
  const placed = place(file);
  return {
    file: placed.file,
    function: frame.function,
    module: frame.module,
    line: frame.lineno,
    column: frame.colno,
    inApp: placed.inApp && place(frame.abs_path ?? file).inApp && frame.in_app !== false,
    code: codeOf(frame),
    vars: frame.vars,
    debugId: debugIds.get(frame.abs_path ?? "") ?? debugIds.get(file),
  };
}

function codeOf(frame: z.infer<typeof StackFrame>): Record<string, string> | undefined {
  const { lineno: line, pre_context: before, context_line: here, post_context: after } = frame;
  if (line === undefined || here === undefined) return undefined;
  const lines = [...before, here, ...after].filter((entry) => typeof entry === "string");
  return Object.fromEntries(lines.map((entry, place) => [String(line - before.length + place), entry]));
}

type DebugIds = ReadonlyMap<string, string>;

/** Which source map belongs to which file, as the bundler's plugin told the SDK. */
function debugIdsOf(meta: unknown): DebugIds {
  const images = isRecord(meta) && Array.isArray(meta.images) ? meta.images.filter(isRecord) : [];
  const known = images.flatMap((image): [string, string][] => {
    const { type, code_file: file, debug_id: id } = Image.parse(image);
    return type === "sourcemap" && file && id ? [[file, id]] : [];
  });
  return new Map(known);
}

function messageOf(event: Event): string | undefined {
  const entry = event.logentry ?? event.message;
  if (!isRecord(entry)) return text.parse(entry) ?? text.parse(event.message);
  const { formatted, message, params } = Message.parse(entry);
  if (formatted !== undefined || message === undefined) return formatted ?? text.parse(event.message);
  const rest = [...params];
  return message.replace(/%[sdif]|\{\}/g, (mark) =>
    rest.length > 0 ? (text.parse(rest.shift()) ?? "") : mark,
  );
}
