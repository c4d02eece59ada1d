import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "@faultline/core/report";
import { parseTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { fieldsIn, releaseIn } from "./deploy-notice.js";
import { parseLooseJson } from "./json.js";
import {
  argumentsOf,
  filled,
  flag,
  identity,
  integer,
  isRecord,
  list,
  marks,
  moment,
  record,
  said,
  text,
  texts,
  variables,
} from "./loose.js";
import { droppedOf, storedOf } from "./outcomes.js";
import { platformOf, platformOfClient } from "./platform.js";
import type { Parsed, Protocol, WireAnswer, WireRequest } from "./protocol.js";
import { refusal } from "./refusal.js";
import { ownFingerprint, sdkOf } from "./sdk.js";
import { baseOf, quoted, type Setup, type SetupPlace } from "./setup.js";
import { unknownReport } from "./unknown-report.js";
import { uuidOf } from "./uuid.js";

// Honeybadger's notices. Events and check-ins are answered and dropped.
// https://docs.honeybadger.io/api/reporting-exceptions/

export const honeybadger: Protocol = {
  name: "honeybadger",
  paths: ["", "/:first"].flatMap((prefix) => [
    `${prefix}/v1/notices/js`,
    `${prefix}/v1/notices`,
    `${prefix}/v1/events`,
  ]),
  asides: [
    { methods: ["GET", "POST", "PUT"], path: "/v1/check_in/:rest{.+}", answer: taken },
    { methods: ["POST"], path: "/v1/:rest{source_maps|check_ins|feedback|traces/.+}", answer: taken },
    { methods: ["POST"], path: "/v1/events/:rest{.+}", answer: taken },
  ],
  // https://docs.honeybadger.io/api/reporting-deployments/
  deploys: {
    paths: ["/v1/deploys"],
    credentialIn: (start) => {
      const key = text.parse(fieldsIn(start).api_key);
      return key === undefined ? undefined : { key };
    },
    releaseOf: ({ body }) => releaseIn(body, ["revision"]),
    answer: () => ({ status: 201, body: '{"status":"OK"}' }),
  },
  setups: (place) => ({ honeybadger: setup(place) }),
  credential: ({ headers, query }) => {
    const key = headers.get("x-api-key") || query.get("api_key");
    return key ? { key } : undefined;
  },
  parse: (request) =>
    isEvents(request)
      ? { reports: [], rejected: [], dropped: droppedOf(["event"]) }
      : toParsed(parseLooseJson(request.body)),
  // Its clients take every other status for a failure.
  answer: (receipt) => ({
    status: 201,
    body: JSON.stringify({ id: uuidOf(storedOf(receipt)[0]?.eventId) }),
  }),
  refuse: refusal,
};

function taken(): WireAnswer {
  return { status: 200, body: "{}" };
}

function setup(place: SetupPlace): Setup {
  const { key: apiKey } = place;
  const endpoint = baseOf(place);
  const snippet = `Honeybadger.configure({ apiKey: ${quoted(apiKey)}, endpoint: ${quoted(endpoint)} });`;
  // Its transport for Node uses the scheme's own port, whatever the address says.
  const hasPort = new URL(endpoint).port !== "";
  const note = hasPort ? "On Node, this SDK ignores the port of its endpoint." : undefined;
  return { title: "Honeybadger", apiKey, endpoint, snippet, note };
}

const isEvents = ({ path }: WireRequest): boolean => path.endsWith("/v1/events");

const Notice = z.looseObject({
  notifier: record,
  breadcrumbs: record,
  error: record,
  request: record,
  server: record,
  details: record,
  correlation_context: record,
});
const Failure = z.looseObject({
  token: text,
  class: text,
  message: said,
  backtrace: list,
  fingerprint: text,
  tags: marks,
  causes: list,
});
const BacktraceFrame = z.looseObject({
  file: text,
  method: text,
  number: integer,
  column: integer,
  source: texts,
  context: text,
  args: list,
});
const Server = z.looseObject({
  project_root: text,
  environment_name: text,
  revision: text,
  hostname: text,
  time: text,
});

function toParsed(json: unknown): Parsed {
  const notice = Notice.parse(isRecord(json) ? json : {});
  const { error, notifier, details } = notice;
  if (!error && !filled({ ...notice })) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      'Send {"error":{"class":"…","message":"…","backtrace":[…]}}.',
    );
  }
  const server = Server.parse(notice.server ?? {});
  const { token: eventId, fingerprint, tags, causes } = Failure.parse(error ?? {});
  const around = {
    ...requestParts(notice.request),
    eventId,
    level: "error" as const,
    timestamp: timeOf(server.time),
    fingerprint: ownFingerprint(fingerprint),
    release: server.revision,
    environment: server.environment_name,
    serverName: server.hostname,
    tags,
    breadcrumbs: breadcrumbsOf(notice.breadcrumbs),
    platform: platformOf(text.parse(notifier?.language)) ?? platformOfClient(text.parse(notifier?.name)),
    contexts: filled({
      server: filled({ ...notice.server, project_root: undefined }),
      correlation: notice.correlation_context,
    }),
    sdk: sdkOf(notifier),
  };
  if (!error || !filled(error)) return { reports: [{ ...around, ...unknownReport(json) }], rejected: [] };
  const roots = server.project_root ? [server.project_root] : [];
  const chain = [error, ...causes.filter(isRecord)].map((entry) => toThrown(entry, roots));
  const exceptions = withVars(chain, notice.request);
  const [{ type, message } = { type: "_", message: "" }] = exceptions;
  const extra = filled({ ...around.extra, ...details });
  return { reports: [{ ...around, extra, type, message, exceptions }], rejected: [] };
}

/** RFC 1123 (`Tue, 24 Nov 2026 00:26:08 GMT`) from JavaScript, RFC 3339 from others. */
function timeOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const isHttpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(time);
  return isHttpDate ? Date.parse(time) || undefined : parseTime(time);
}

function toThrown(json: Record<string, unknown>, roots: readonly string[]): Thrown {
  const { class: type = "_", message = "", backtrace } = Failure.parse(json);
  const frames = backtrace.filter(isRecord).map((frame) => toFrame(frame, roots));
  const prefix = `${type}: `;
  return {
    type,
    // Ruby's gem writes the class before the message, too.
    message: message.startsWith(prefix) ? message.slice(prefix.length) : message,
    // A message that ends in an address (`connect ECONNREFUSED 10.0.4.17:5432`) looks like a call to JavaScript's SDK.
    frames: frames.filter(({ file }) => !file.startsWith(prefix)),
  };
}

/** Local variables are those of one frame: where it was raised, or the application's own that is nearest to it. */
function withVars(chain: readonly Thrown[], request: Record<string, unknown> | undefined): Thrown[] {
  const { local_variables: vars } = KnownRequest.parse(request ?? {});
  const [outermost, ...causes] = chain;
  if (!vars || !outermost) return [...chain];
  const place = Math.max(
    0,
    outermost.frames.findIndex(({ inApp }) => inApp),
  );
  const frames = outermost.frames.map((frame, at) => (at === place ? { ...frame, vars } : frame));
  return [{ ...outermost, frames }, ...causes];
}

function toFrame(json: Record<string, unknown>, roots: readonly string[]): Frame {
  const { file, method, number: line, column, source: code, context, args } = BacktraceFrame.parse(json);
  const placed = place(file ?? "", roots);
  const said = context === undefined ? undefined : context === "app";
  const { isOfProject } = placed;
  const owned = ownership(
    { file: placed.file, isOfProject, function: method, said },
    placed.inApp && said !== false,
  );
  return { file: placed.file, function: method, line, column, ...owned, code, vars: argumentsOf(args) };
}

const Trail = z.looseObject({ enabled: flag, trail: list });
const Crumb = z.looseObject({ category: text, message: text, metadata: record, timestamp: moment });

function breadcrumbsOf(json: Record<string, unknown> | undefined): Breadcrumb[] | undefined {
  const { trail } = Trail.parse(json ?? {});
  const crumbs = trail.filter(isRecord).map((entry): Breadcrumb => {
    const { category, message, metadata: data, timestamp } = Crumb.parse(entry);
    return { timestamp, category, message, data };
  });
  return crumbs.length > 0 ? crumbs : undefined;
}

const KnownRequest = z.looseObject({
  url: text,
  component: text,
  action: text,
  context: record,
  cgi_data: texts,
  params: record,
  session: record,
  local_variables: variables,
});
const UserContext = z.looseObject({ user_id: identity, user_email: text, user_name: text });

function requestParts(
  json: Record<string, unknown> | undefined,
): Pick<Report, "transaction" | "user" | "request" | "extra"> {
  const { url, component, action, context, cgi_data: cgi, params, session } = KnownRequest.parse(json ?? {});
  const method = cgi?.REQUEST_METHOD;
  const info: RequestInfo = {
    url,
    method,
    headers: cgi && headersOf(cgi),
    body: params,
    ip: cgi?.REMOTE_ADDR,
    userAgent: agentOf(cgi),
  };
  return {
    transaction: component === undefined ? action : [component, action].filter(Boolean).join("#"),
    user: userOf(context),
    request: filled({ ...info }) ? info : undefined,
    extra: filled({ context, session }),
  };
}

/** CGI's variables as the headers they were: `HTTP_USER_AGENT` is `user-agent`. */
const headersOf = (cgi: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cgi).map(([name, value]) => {
      const header = /^HTTP_([A-Z0-9_]+)$/.exec(name)?.[1];
      return [header?.toLowerCase().replaceAll("_", "-") ?? name, value];
    }),
  );

const agentOf = (cgi: Record<string, string> | undefined): string | undefined =>
  cgi?.HTTP_USER_AGENT ?? cgi?.["user-agent"] ?? cgi?.["User-Agent"];

function userOf(context: Record<string, unknown> | undefined): User | undefined {
  const { user_id: id, user_email: email, user_name: name } = UserContext.parse(context ?? {});
  return (id ?? email ?? name) === undefined ? undefined : { id, name, email };
}
