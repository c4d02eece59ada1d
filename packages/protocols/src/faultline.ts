import { place } from "@faultline/core/in-app";
import type { Breadcrumb, Frame, Level, Report, RequestInfo, User } from "@faultline/core/report";
import { parseTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { z } from "zod";
import { parseJson } from "./json.js";
import { integer, isRecord, list, record, text, texts } from "./loose.js";
import type { Parsed, Protocol, Rejected } from "./protocol.js";
import { refuseTooMany } from "./report-count.js";

// The original faultline's wire (2017). Its clients: faultline-js, -go, -php, -ruby.
// https://github.com/faultline/faultline/blob/master/docs/api.md

const Body = z.looseObject({
  errors: z.array(z.unknown()).min(1),
  notifier: record,
  context: record,
  environment: record,
  session: record,
  params: record,
  notifications: list,
});
type Body = z.infer<typeof Body>;

const Entry = z.looseObject({ type: text, message: text, backtrace: list, timestamp: text });
const BacktraceFrame = z.looseObject({
  file: text,
  function: text,
  line: integer,
  column: integer,
  code: texts,
});
const Notifier = z.looseObject({ name: text, version: text });

const Context = z.looseObject({
  severity: text,
  version: text,
  environment: text,
  hostname: text,
  language: text,
  rootDirectory: text,
  component: text,
  action: text,
  url: text,
  httpMethod: text,
  userAgent: text,
  userAddr: text,
  user: record,
  userId: text,
  userName: text,
  userEmail: text,
  history: list,
  notifier: record,
});
type Context = z.infer<typeof Context>;

const PLACED = new Set(Object.keys(Context.shape));

export const faultline: Protocol = {
  name: "faultline",
  paths: ["/v0/projects/:project/errors"],
  credential: ({ headers, params }) => {
    const key = headers.get("x-api-key");
    return key ? { key, project: params.project } : undefined;
  },
  parse: ({ body }) => toParsed(parseJson(body)),
  answer: ({ outcomes, rejected, warnings }) => ({
    status: 201,
    body: JSON.stringify({
      // faultline-js takes an answer without a top-level id for a failure.
      id: outcomes[0]?.eventId,
      data: { errors: { postCount: outcomes.length } },
      ...(rejected.length > 0 ? { rejected } : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
    }),
  }),
  refuse: (error, status) => ({
    // The original knows no 401: whoever has no key gets the answer of who has a wrong one.
    status: status === 401 ? 403 : status,
    body: JSON.stringify({ errors: [{ message: error.message, code: error.code }], error: error.message }),
  }),
};

function toParsed(json: unknown): Parsed {
  const parsed = Body.safeParse(json);
  if (!parsed.success) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      'Send {"errors":[{"type":"…","message":"…"}]}, with at least one error.',
    );
  }
  refuseTooMany(parsed.data.errors.length);
  const context = Context.parse(parsed.data.context ?? {});
  const rejected: Rejected[] = [];
  const reports: Report[] = [];
  for (const [index, entry] of parsed.data.errors.entries()) {
    const report = toReport(entry, context, parsed.data);
    if (report) reports.push(report);
    else rejected.push({ index, reason: "An error is an object with a type, a message or a backtrace." });
  }
  if (reports.length === 0) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      "None of the errors is an object with a type or a message.",
    );
  }
  return { reports, rejected, notifications: parsed.data.notifications };
}

function toReport(json: unknown, context: Context, body: Body): Report | undefined {
  if (!isRecord(json)) return undefined;
  const { type, message, backtrace, timestamp } = Entry.parse(json);
  if (type === undefined && message === undefined && backtrace.length === 0) {
    // Unknown words, but somebody's error: kept as it came. An empty object tells nothing.
    return Object.keys(json).length === 0 ? undefined : { ...common(context, body), ...RAW, raw: json };
  }
  const roots = context.rootDirectory ? [context.rootDirectory] : [];
  const frames = backtrace.map((frame) => toFrame(frame, roots)).filter((frame) => frame !== undefined);
  const known = { type: type ?? "_", message: message ?? "" };
  return {
    ...common(context, body),
    ...known,
    timestamp: timestamp === undefined ? undefined : parseTime(timestamp),
    level: levelOf(context.severity ?? type),
    exceptions: [{ ...known, frames }],
  };
}

const RAW = { type: "_", message: "An error report in an unknown form", exceptions: [] };

function toFrame(json: unknown, roots: readonly string[]): Frame | undefined {
  const parsed = BacktraceFrame.safeParse(json);
  if (!parsed.success) return undefined;
  const { file, line, column, code } = parsed.data;
  return { ...place(file ?? "", roots), function: parsed.data.function, line, column, code };
}

function common(context: Context, body: Body): Omit<Report, "type" | "message" | "exceptions"> {
  const { language, version, environment, hostname, component, action, history } = context;
  const notifier = Notifier.parse(body.notifier ?? context.notifier ?? {});
  const rest = Object.fromEntries(Object.entries(context).filter(([name]) => !PLACED.has(name)));
  const extra = { params: body.params, session: body.session, environment: body.environment };
  return {
    level: "error",
    platform: language?.toLowerCase(),
    transaction: component === undefined ? undefined : [component, action].filter(Boolean).join("#"),
    release: version,
    environment,
    serverName: hostname,
    user: userOf(context),
    breadcrumbs: history.length === 0 ? undefined : history.filter(isRecord).map(toBreadcrumb),
    request: requestOf(context),
    contexts: Object.keys(rest).length === 0 ? undefined : { context: rest },
    extra: Object.fromEntries(
      Object.entries(extra).filter(([, value]) => value && Object.keys(value).length > 0),
    ),
    sdk: notifier.name === undefined ? undefined : { name: notifier.name, version: notifier.version },
  };
}

const KnownUser = z.looseObject({ id: text, name: text, email: text });

function userOf({ user, userId, userName, userEmail }: Context): User | undefined {
  const known = KnownUser.parse(user ?? {});
  const found: User = {
    id: known.id ?? userId,
    name: known.name ?? userName,
    email: known.email ?? userEmail,
  };
  return (found.id ?? found.name ?? found.email) ? found : undefined;
}

function requestOf({ url, httpMethod, userAgent, userAddr }: Context): RequestInfo | undefined {
  if (!(url ?? httpMethod ?? userAgent ?? userAddr)) return undefined;
  return { url, method: httpMethod, userAgent, ip: userAddr };
}

const History = z.looseObject({ type: text, severity: text, date: text });

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { type, severity, date, ...data } = History.parse(json);
  return { type, level: severity, timestamp: date === undefined ? undefined : parseTime(date), data };
}

// PHP puts its severity where others put a class.
const LEVELS: Readonly<Record<string, Level>> = {
  fatal: "fatal",
  critical: "fatal",
  error: "error",
  warning: "warning",
  warn: "warning",
  notice: "info",
  deprecated: "info",
  info: "info",
  debug: "debug",
};

const levelOf = (word: string | undefined): Level => LEVELS[(word ?? "").toLowerCase()] ?? "error";
