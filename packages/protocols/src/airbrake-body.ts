import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "@faultline/core/report";
import { parseTime } from "@faultline/core/time";
import * as z from "zod";
import { levelOf } from "./level.js";
import { filled, flag, identity, integer, isRecord, list, record, said, text, texts } from "./loose.js";
import { platformOf } from "./platform.js";
import { sdkOf } from "./sdk.js";

// The form that Airbrake's v3 API and the original faultline, which took it over, have in common:
// errors with backtraces, and one context for all of them. https://docs.airbrake.io/docs/devops-tools/api/

export const Surroundings = z.looseObject({
  notifier: record,
  context: record,
  environment: record,
  session: record,
  params: record,
});
export type Surroundings = z.infer<typeof Surroundings>;

const Entry = z.looseObject({ type: text, message: said, backtrace: list });
const BacktraceFrame = z.looseObject({
  file: text,
  function: text,
  line: integer,
  column: integer,
  code: texts,
});

const Context = z.looseObject({
  severity: text,
  version: text,
  environment: text,
  hostname: text,
  revision: text,
  route: text,
  language: text,
  rootDirectory: text,
  component: text,
  action: text,
  url: text,
  httpMethod: text,
  userAgent: text,
  userAddr: text,
  headers: texts,
  user: record,
  userId: identity,
  userName: text,
  userEmail: text,
  tags: texts,
  history: list,
  windowError: flag,
  unhandledRejection: flag,
  notifier: record,
});
type Context = z.infer<typeof Context>;

const PLACED = new Set(Object.keys(Context.shape));

/** What a report has beside its errors, and where the project lies on the sender's disk. */
export interface Shared {
  readonly report: Omit<Report, "type" | "message" | "exceptions">;
  readonly roots: readonly string[];
  readonly severity: string | undefined;
}

/** What all errors of a body have in common. */
export function sharedOf(body: Surroundings): Shared {
  const context = Context.parse(body.context ?? {});
  const { rootDirectory, severity } = context;
  return { report: aroundOf(body, context), roots: rootDirectory ? [rootDirectory] : [], severity };
}

/** One error with its stack; undefined for what has neither type, message nor backtrace. */
export function thrownOf(json: Readonly<Record<string, unknown>>, shared: Shared): Thrown | undefined {
  const { type, message, backtrace } = Entry.parse(json);
  if (type === undefined && message === undefined && backtrace.length === 0) return undefined;
  const frames = backtrace.map((frame) => toFrame(frame, shared)).filter((frame) => frame !== undefined);
  return { type: type ?? "_", message: message ?? "", frames };
}

function toFrame(json: unknown, { roots, report: { platform } }: Shared): Frame | undefined {
  const parsed = BacktraceFrame.safeParse(json);
  if (!parsed.success) return undefined;
  const { file, line, column, code } = parsed.data;
  // Airbrake's parser leaves the keyword of an asynchronous call on the file.
  const bare = (file ?? "").replace(/^async /, "");
  const { file: relative, inApp, isOfProject } = place(bare, roots);
  const name = parsed.data.function;
  const owned = ownership({ file: relative, isOfProject, function: name, platform }, inApp);
  return { file: relative, function: name, line, column, ...owned, code };
}

function aroundOf(body: Surroundings, context: Context): Shared["report"] {
  const { language, version, revision, environment, hostname, history } = context;
  const rest = Object.fromEntries(Object.entries(context).filter(([name]) => !PLACED.has(name)));
  return {
    level: levelOf(context.severity),
    handled: context.windowError || context.unhandledRejection ? false : undefined,
    platform: platformOf(language),
    transaction: transactionOf(context),
    // Python's and Go's notifiers know no other name for it.
    release: version ?? revision,
    environment,
    serverName: hostname,
    user: userOf(context),
    tags: context.tags,
    breadcrumbs: history.length === 0 ? undefined : history.filter(isRecord).map(toBreadcrumb),
    request: requestOf(context),
    contexts: filled({ context: filled({ ...rest, revision: version && revision }) }),
    extra: filled({ params: body.params, session: body.session, environment: body.environment }),
    sdk: sdkOf(body.notifier ?? context.notifier),
  };
}

const transactionOf = ({ component, action, route }: Context): string | undefined =>
  component === undefined ? route : [component, action].filter(Boolean).join("#");

const KnownUser = z.looseObject({ id: identity, name: text, email: text });

function userOf({ user, userId, userName, userEmail }: Context): User | undefined {
  const known = KnownUser.parse(user ?? {});
  const found: User = {
    id: known.id ?? userId,
    name: known.name ?? userName,
    email: known.email ?? userEmail,
  };
  return (found.id ?? found.name ?? found.email) ? found : undefined;
}

function requestOf({ url, httpMethod, headers, userAgent, userAddr }: Context): RequestInfo | undefined {
  if (!(url ?? httpMethod ?? headers ?? userAgent ?? userAddr)) return undefined;
  return { url, method: httpMethod, headers, userAgent, ip: userAddr };
}

const History = z.looseObject({ type: text, category: text, severity: text, date: text, message: text });

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { type, category, severity, date, message, ...data } = History.parse(json);
  const timestamp = date === undefined ? undefined : parseTime(date);
  return { type, category, level: severity, timestamp, message, data };
}
