import { ownership } from "@faultline/core/grouping/ownership";
import { formerThrown } from "@faultline/core/grouping/v1";
import { place } from "@faultline/core/grouping/v1/in-app";
import { parsedJson } from "@faultline/core/parsed-json";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "@faultline/core/report";
import { clientTime } from "@faultline/core/time";
import * as z from "zod";
import { levelOf } from "./level.js";
import {
  anything,
  argumentsOf,
  filled,
  identity,
  integer,
  isRecord,
  list,
  moment,
  named,
  record,
  text,
  texts,
  variables,
} from "./loose.js";
import { platformOf } from "./platform.js";
import { crashReport } from "./rollbar-crash-report.js";
import { ownFingerprint, sdkOf } from "./sdk.js";
import { describeKeys, unknownReport } from "./unknown-report.js";

// What an item holds. https://docs.rollbar.com/reference/create-item

const Data = z.looseObject({
  uuid: text,
  timestamp: moment,
  level: text,
  language: text,
  environment: text,
  code_version: text,
  title: text,
  fingerprint: text,
  context: text,
  framework: text,
  server: record,
  client: record,
  person: record,
  request: record,
  custom: record,
  notifier: record,
  attributes: list,
  body: record,
});
type Data = z.infer<typeof Data>;

const Trace = z.looseObject({ frames: list, exception: record });
const Exception = z.looseObject({ class: text, message: text, description: text });
const StackFrame = z.looseObject({
  filename: text,
  lineno: integer,
  colno: integer,
  method: text,
  class_name: text,
  code: text,
  context: record,
  locals: variables,
  args: list,
  kwargs: record,
});
const Around = z.looseObject({ pre: list, post: list });
const Server = z.looseObject({ host: text, root: text, code_version: text, branch: text });
const Client = z.looseObject({ timestamp: moment, javascript: record, android: record, ios: record });
const App = z.looseObject({ code_version: text, version_name: text, app_version: text });
const Script = z.looseObject({ code_version: text, browser: text });
const Notifier = z.looseObject({ name: text, version: text, diagnostic: record });
const Attribute = z.looseObject({ key: text, value: text });

/** An item's data in our words. */
export function toReport(json: Record<string, unknown>): Report {
  const data = Data.parse(json);
  const { chain, formerly } = toldBy(data);
  const [outermost] = chain;
  const message = outermost ? outermost.message : messageOf(data);
  if (message === undefined) return { ...surroundings(data), ...unknownReport(json) };
  return { ...surroundings(data), type: outermost?.type ?? "_", message, exceptions: chain, formerly };
}

/** Outermost first, on the wire too, and what the first grouping mechanism went by, where it was read otherwise. */
function toldBy(data: Data): { chain: Thrown[]; formerly?: Thrown | undefined } {
  const { body, server, notifier, language } = data;
  const { root } = Server.parse(server ?? {});
  const roots = root === undefined ? [] : [root];
  // V8 counts columns from 0 and this SDK hands that on.
  const firstColumn = Notifier.parse(notifier ?? {}).name === "node_rollbar" ? 1 : 0;
  const reading = { roots, firstColumn, platform: language?.toLowerCase(), isCrashFirst: isCrashFirst(data) };
  const chain = tracesOf(body).map((trace) => toThrown(trace, reading));
  const [outermost] = chain;
  if (outermost === undefined) return crashReport(body?.crash_report, roots);
  return { chain, formerly: reading.isCrashFirst ? asFormerly(outermost) : undefined };
}

function tracesOf(body: Data["body"]): Record<string, unknown>[] {
  const chain = list.parse(body?.trace_chain).filter(isRecord);
  return chain.length > 0 ? chain : [body?.trace].filter(isRecord);
}

/** How the traces of an item are to be read. */
interface Reading {
  readonly roots: readonly string[];
  readonly firstColumn: number;
  readonly platform: string | undefined;
  readonly isCrashFirst: boolean;
}

/** This wire has the crash site last. Go's SDK sends it first, as Go prints stacks. */
const isCrashFirst = ({ notifier, body }: Data): boolean =>
  /\brollbar-go$/.test(Notifier.parse(notifier ?? {}).name ?? "") ||
  tracesOf(body).some((trace) => /^runtime\.(goexit|main)$/.test(lastMethodOf(trace)));

const lastMethodOf = (trace: Record<string, unknown>): string => {
  const last = Trace.parse(trace).frames.at(-1);
  return isRecord(last) ? (StackFrame.parse(last).method ?? "") : "";
};

/** The error with its stack the way it was read before that was known. */
const asFormerly = (thrown: Thrown): Thrown =>
  formerThrown({ ...thrown, frames: [...thrown.frames].reverse() });

function toThrown(json: Record<string, unknown>, reading: Reading): Thrown {
  const { frames: sent, exception } = Trace.parse(json);
  const { class: type, message, description } = Exception.parse(exception ?? {});
  const frames = sent.filter(isRecord).map((frame) => toFrame(frame, reading));
  return {
    type: type ?? "_",
    message: message ?? description ?? "",
    frames: reading.isCrashFirst ? frames : frames.reverse(),
  };
}

function toFrame(json: Record<string, unknown>, { roots, firstColumn, platform }: Reading): Frame {
  const frame = StackFrame.parse(json);
  const { filename, lineno: line, colno, method, class_name: module, code, context } = frame;
  const column = colno === undefined ? undefined : colno + firstColumn;
  const { file, inApp, isOfProject } = place(filename ?? "", roots);
  return {
    file,
    ...ownership({ file, isOfProject, module, function: method, platform }, inApp),
    function: method,
    module,
    line,
    column,
    code: codeOf(line, code, context),
    vars: varsOf(frame),
  };
}

/** Without local variables, the arguments of the call are what is known of it. */
function varsOf({ locals, args, kwargs }: z.infer<typeof StackFrame>): Record<string, unknown> | undefined {
  if (locals) return locals;
  return variables.parse({ ...argumentsOf(args), ...kwargs });
}

function codeOf(
  line: number | undefined,
  code: string | undefined,
  context: Record<string, unknown> | undefined,
): Record<string, string> | undefined {
  if (line === undefined || code === undefined) return undefined;
  const { pre, post } = Around.parse(context ?? {});
  const lines = [...pre, code, ...post].filter((entry) => typeof entry === "string");
  return Object.fromEntries(lines.map((entry, offset) => [String(line - pre.length + offset), entry]));
}

const NOTHING_SENT = "Item sent with null or missing arguments.";

function messageOf({ body, custom, title }: Data): string | undefined {
  const message = isRecord(body?.message) ? text.parse(body.message.body) : text.parse(body?.message);
  // What the SDK says of a thrown object that is no error; the object lies beside it.
  if (message === NOTHING_SENT && custom) return describeKeys(custom);
  return message ?? title;
}

function surroundings(data: Data): Omit<Report, "type" | "message" | "exceptions"> {
  const { environment, context, person, request, custom, fingerprint, language } = data;
  const server = Server.parse(data.server ?? {});
  const client = Client.parse(data.client ?? {});
  const script = Script.parse(client.javascript ?? {});
  const notifier = Notifier.parse(data.notifier ?? {});
  const telemetry = telemetryOf(data.body?.telemetry);
  return {
    eventId: data.uuid,
    timestamp: data.timestamp ?? client.timestamp,
    ...severityOf(data, notifier),
    fingerprint: ownFingerprint(fingerprint),
    platform: platformOf(language) ?? platformOf(data.framework),
    transaction: context,
    release: data.code_version ?? script.code_version ?? releaseOfApp(client) ?? server.code_version,
    environment,
    serverName: server.host,
    user: person && toUser(person),
    breadcrumbs: telemetry.length > 0 ? telemetry.map(toBreadcrumb) : undefined,
    request: request && toRequest(request, script.browser),
    contexts: filled({ server: data.server, client: data.client, user: person && othersOf(person) }),
    extra: filled({ ...custom, ...extraOf(data) }),
    sdk: sdkOf(data.notifier),
  };
}

/** Phones tell the number of their build as well, which says less. */
function releaseOfApp({ android, ios }: z.infer<typeof Client>): string | undefined {
  const { version_name: name, app_version: version, code_version: code } = App.parse(android ?? ios ?? {});
  return name ?? version ?? code;
}

/** A text of JSON where a page's library changes what arrays become. */
function telemetryOf(value: unknown): Record<string, unknown>[] {
  const told = typeof value === "string" ? parsedJson(value) : value;
  return (isRecord(told) ? Object.values(told) : list.parse(told)).filter(isRecord);
}

/** What SDKs put beside a message or a trace: in `extra`, or as further keys of the message. */
function extraOf({ body }: Data): Record<string, unknown> {
  const message = isRecord(body?.message) ? body.message : {};
  const { body: _, extra: ofMessage, ...others } = message;
  const traces = [body?.trace, ...tracesOf(body)].filter(isRecord);
  const descriptions = traces.map(
    ({ exception }) => Exception.parse(record.parse(exception) ?? {}).description,
  );
  const description = descriptions.find((text) => text !== undefined);
  return { ...others, ...record.parse(ofMessage), ...record.parse(traces.at(-1)?.extra), description };
}

/** Uncaught errors of Node's SDK call themselves "debug". */
function severityOf(data: Data, notifier: z.infer<typeof Notifier>): Pick<Report, "level" | "handled"> {
  if (!isUncaught(data, notifier)) return { level: levelOf(data.level) };
  return { level: data.level === "critical" ? "fatal" : "error", handled: false };
}

function isUncaught({ attributes }: Data, { diagnostic }: z.infer<typeof Notifier>): boolean {
  const marked = attributes.filter(isRecord).map((attribute) => Attribute.parse(attribute));
  return (
    diagnostic?.is_uncaught === true ||
    marked.some(({ key, value }) => key === "is_uncaught" && value === "true")
  );
}

const Person = z.looseObject({ id: identity, username: text, email: text });

function toUser(json: Record<string, unknown>): User | undefined {
  const { id, username: name, email } = Person.parse(json);
  return (id ?? name ?? email) === undefined ? undefined : { id, name, email };
}

/** What an application says of its users beyond what we know a place for. */
const othersOf = (json: Record<string, unknown>): Record<string, unknown> | undefined =>
  filled(Object.fromEntries(Object.entries(json).filter(([name]) => !(name in Person.shape))));

const KnownRequest = z.looseObject({
  url: text,
  method: text,
  headers: texts,
  user_ip: text,
  GET: anything,
  get: anything,
  POST: anything,
  post: anything,
  params: anything,
  query_string: named,
  body: anything,
});

function toRequest(json: Record<string, unknown>, browser: string | undefined): RequestInfo {
  const { url, method, headers, user_ip: ip, ...told } = KnownRequest.parse(json);
  return {
    url,
    method,
    query: told.GET ?? told.get ?? told.query_string,
    headers,
    body: told.body ?? told.POST ?? told.post ?? told.params,
    // `$remote_ip` asks for the sender's address.
    ip: ip?.startsWith("$") ? undefined : ip,
    userAgent: headers?.["user-agent"] ?? headers?.["User-Agent"] ?? browser,
  };
}

const Telemetry = z.looseObject({
  level: text,
  type: text,
  source: text,
  timestamp_ms: anything,
  body: record,
});

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { level, type, source: category, timestamp_ms: at, body } = Telemetry.parse(json);
  const timestamp = typeof at === "number" ? clientTime(at) : undefined;
  return { timestamp, type, category, level, message: text.parse(body?.message), data: body };
}
