import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "@faultline/core/report";
import * as z from "zod";
import { fieldsIn, releaseIn } from "./deploy-notice.js";
import { gather } from "./gather.js";
import { parseLooseJson } from "./json.js";
import { outermostText } from "./key-in-body.js";
import { levelOf } from "./level.js";
import {
  anything,
  everything,
  filled,
  flag,
  identity,
  integer,
  isRecord,
  list,
  moment,
  record,
  said,
  text,
  texts,
} from "./loose.js";
import { droppedOf } from "./outcomes.js";
import { platformOf } from "./platform.js";
import type { Parsed, Protocol, WireAnswer, WireRequest } from "./protocol.js";
import { refusal } from "./refusal.js";
import { ownFingerprint, sdkOf } from "./sdk.js";
import { baseOf, quoted } from "./setup.js";
import { describeKeys, unknownReport } from "./unknown-report.js";

// Bugsnag's error reporting API, payload versions 4 and 5. Sessions are taken and dropped.
// https://bugsnagerrorreportingapi.docs.apiary.io/

export const bugsnag: Protocol = {
  name: "bugsnag",
  paths: ["/", "/notify", "/sessions"],
  asides: [
    // Symbols and maps, uploaded by build plugins that fail a build when they are refused.
    {
      methods: ["POST"],
      path: "/:rest{(react-native-)?source-?map|proguard|dsym|(ndk|dart|breakpad)-symbol|(elf|ndk|unity)[a-z-]*}",
      answer: uploaded,
    },
  ],
  // https://bugsnagbuildapi.docs.apiary.io/
  deploys: {
    paths: ["/build", "/builds"],
    credentialIn: (start) => {
      const key = text.parse(fieldsIn(start).apiKey);
      return key === undefined ? undefined : { key };
    },
    releaseOf: ({ body }) => releaseIn(body, ["appVersion"]),
    answer: () => ({ status: 200, body: '{"status":"ok"}' }),
  },
  setups: (place) => {
    const { key: apiKey } = place;
    const endpoints = { notify: `${baseOf(place)}/notify`, sessions: `${baseOf(place)}/sessions` };
    const told = `{ notify: ${quoted(endpoints.notify)}, sessions: ${quoted(endpoints.sessions)} }`;
    const snippet = `Bugsnag.start({ apiKey: ${quoted(apiKey)}, endpoints: ${told} });`;
    return { bugsnag: { title: "Bugsnag", apiKey, endpoints, snippet } };
  },
  credential: ({ headers }) => {
    const key = headers.get("bugsnag-api-key");
    return key ? { key } : undefined;
  },
  credentialIn: (start) => {
    const key = outermostText(new TextDecoder().decode(start), "apiKey");
    return key ? { key } : undefined;
  },
  parse: (request) =>
    isSession(request) ? { reports: [], rejected: [], dropped: droppedOf(["session"]) } : toParsed(request),
  answer: (_, request) =>
    isSession(request)
      ? { status: 202, body: '{"status":"accepted"}' }
      : { status: 200, headers: { "content-type": "text/plain" }, body: "OK" },
  refuse: refusal,
};

function uploaded(): WireAnswer {
  return { status: 202, body: '{"status":"accepted"}' };
}

const isSession = ({ path }: WireRequest): boolean => path === "/sessions";

const Body = z.looseObject({ events: everything, notifier: record });

function toParsed({ body, headers }: WireRequest): Parsed {
  const json = parseLooseJson(body);
  const { events, notifier } = Body.parse(isRecord(json) ? json : {});
  const beside = { sdk: sdkOf(notifier) };
  const sentAt = moment.parse(headers.get("bugsnag-sent-at") ?? undefined);
  const parsed = gather(events, (event) => toReport(event, beside), 'Send {"events":[{"exceptions":[…]}]}.');
  return { ...parsed, sentAt };
}

const Event = z.looseObject({
  exceptions: list,
  severity: text,
  unhandled: flag,
  severityReason: record,
  session: record,
  context: text,
  groupingHash: text,
  app: record,
  device: record,
  user: record,
  request: record,
  breadcrumbs: list,
  metaData: record,
  metadata: record,
  releaseStage: text,
  appVersion: text,
  featureFlags: list,
  correlation: record,
});
type Event = z.infer<typeof Event>;

const App = z.looseObject({ version: text, releaseStage: text });
const Device = z.looseObject({ time: moment, hostname: text, userAgent: text });
const KnownUser = z.looseObject({ id: identity, email: text, name: text });
const KnownRequest = z.looseObject({
  url: text,
  httpMethod: text,
  method: text,
  headers: texts,
  clientIp: text,
  params: anything,
  body: anything,
  data: anything,
});
const Crumb = z.looseObject({
  timestamp: moment,
  name: text,
  message: text,
  type: text,
  metaData: record,
  metadata: record,
});
const Exception = z.looseObject({
  errorClass: text,
  message: said,
  errorMessage: said,
  type: text,
  stacktrace: list,
});
const StackFrame = z.looseObject({
  file: text,
  method: text,
  lineNumber: integer,
  frameAddress: text,
  machoLoadAddress: text,
  loadAddress: text,
  machoFile: text,
  columnNumber: integer,
  inProject: flag,
  code: texts,
});

type Beside = Pick<Report, "sdk" | "timestamp">;

function toReport(json: unknown, beside: Beside): Report | undefined {
  if (!isRecord(json) || Object.keys(json).length === 0) return undefined;
  const event = Event.parse(json);
  const records = event.exceptions.filter(isRecord);
  const exceptions = records.map((exception) => toThrown(exception, event));
  const [outermost] = exceptions;
  const around = { ...beside, ...surroundings(event) };
  if (!outermost) return { ...around, ...unknownReport(json) };
  const { type: platform } = Exception.parse(records[0] ?? {});
  return {
    ...around,
    platform: platformOf(platform),
    type: outermost.type,
    message: outermost.message,
    exceptions,
  };
}

function toThrown(json: Record<string, unknown>, event: Event): Thrown {
  const { errorClass, message, errorMessage, stacktrace, type: platform } = Exception.parse(json);
  const frames = stacktrace.filter(isRecord).map((frame) => toFrame(frame, platform));
  const said = message ?? errorMessage ?? "";
  // What the SDK says of a thrown object that is no error; the object lies in a tab of its own.
  const thrown = errorClass === "InvalidError" ? thrownObject(event) : undefined;
  if (thrown) return { type: "_", message: describeKeys(thrown), frames };
  return { type: errorClass ?? "_", message: said, frames };
}

/** What people add, in tabs. */
const tabsOf = ({ metaData, metadata }: Event): Record<string, unknown> => ({ ...metadata, ...metaData });

function thrownObject(event: Event): Record<string, unknown> | undefined {
  const tab = tabsOf(event)["notify()"];
  const values = isRecord(tab) ? Object.values(tab) : [];
  return values.find(isRecord);
}

function toFrame(json: Record<string, unknown>, platform: string | undefined): Frame {
  const frame = StackFrame.parse(json);
  const { file, method, lineNumber: line, columnNumber: column, inProject, machoFile: binary, code } = frame;
  // The file of an asynchronous call keeps its keyword, and then does not seem to lie in the project.
  const isAsync = file?.startsWith("async ") === true;
  const placed = place((file ?? "").replace(/^async /, ""));
  return {
    file: placed.file,
    function: method,
    line,
    column,
    ...ownership(
      { file: placed.file, function: method, binary, platform, said: isAsync ? undefined : inProject },
      placed.inApp && (isAsync || inProject !== false),
    ),
    package: binary,
    address: frame.frameAddress,
    offset: offsetOf(frame),
    code,
  };
}

/** Where in its binary a call without a name lies. */
function offsetOf({
  method,
  frameAddress,
  machoLoadAddress,
  loadAddress = machoLoadAddress,
}: z.infer<typeof StackFrame>): string | undefined {
  if (method !== undefined || frameAddress === undefined || loadAddress === undefined) return undefined;
  const offset = Number(frameAddress) - Number(loadAddress);
  return offset >= 0 ? `0x${offset.toString(16)}` : undefined;
}

function surroundings(event: Event): Omit<Report, "type" | "message" | "exceptions"> {
  const { severity, session, context, groupingHash, breadcrumbs, featureFlags } = event;
  const metaData = tabsOf(event);
  const { version, releaseStage } = App.parse(event.app ?? {});
  const { time, hostname, userAgent } = Device.parse(event.device ?? {});
  return {
    ...(time === undefined ? {} : { timestamp: time }),
    level: levelOf(severity),
    handled: handledOf(event),
    fingerprint: ownFingerprint(groupingHash),
    transaction: context,
    release: version ?? event.appVersion,
    environment: releaseStage ?? event.releaseStage,
    serverName: hostname,
    user: event.user && toUser(event.user),
    breadcrumbs: breadcrumbs.length > 0 ? breadcrumbs.filter(isRecord).map(toBreadcrumb) : undefined,
    // Python's, Ruby's and PHP's SDKs have it in a tab.
    request: toRequest(filled(event.request ?? {}) ?? record.parse(metaData.request), userAgent),
    contexts: filled({
      app: event.app,
      device: event.device,
      session,
      featureFlags,
      correlation: event.correlation,
    }),
    extra: filled({ ...metaData }),
  };
}

/** Older clients tell it by the reason alone. */
function handledOf({ unhandled, severityReason }: Event): boolean | undefined {
  if (unhandled !== undefined) return !unhandled;
  const reason = text.parse(severityReason?.type);
  return reason === undefined ? undefined : !reason.startsWith("unhandled");
}

function toUser(json: Record<string, unknown>): User | undefined {
  const { id, email, name } = KnownUser.parse(json);
  return (id ?? email ?? name) === undefined ? undefined : { id, name, email };
}

function toRequest(
  json: Record<string, unknown> | undefined,
  agent: string | undefined,
): RequestInfo | undefined {
  const { url, httpMethod, method, headers, clientIp: ip, ...told } = KnownRequest.parse(json ?? {});
  const info = {
    url,
    method: httpMethod ?? method,
    headers,
    body: told.body ?? told.params ?? told.data,
    ip,
    userAgent: headers?.["user-agent"] ?? headers?.["User-Agent"] ?? agent,
  };
  return filled(info) ? info : undefined;
}

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { timestamp, name, message, type, metaData, metadata } = Crumb.parse(json);
  return { timestamp, type, message: name ?? message, data: metaData ?? metadata };
}
