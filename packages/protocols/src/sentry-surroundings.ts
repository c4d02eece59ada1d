import type { Breadcrumb, Report, RequestInfo, User } from "@faultline/core/report";
import { setOwn } from "@faultline/core/set-own";
import { levelOf } from "./level.js";
import {
  asIdentity,
  asList,
  asMoment,
  asNamed,
  asPairs,
  asRecord,
  asText,
  filled,
  filledOver,
  isRecord,
} from "./loose.js";
import { platformOf } from "./platform.js";
import { sdkOf } from "./sdk.js";
import type { Event } from "./sentry-event.js";

// What an event tells beside its errors: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/

type Json = Record<string, unknown>;

/** All of a report but what was thrown or said. */
export function surroundings(
  event: Event,
  client: string | undefined,
): Omit<Report, "type" | "message" | "exceptions"> {
  const { user, request, contexts, extra, tags, logger, dist } = event;
  const fingerprint = event.fingerprint.flatMap((part) => asText(part) ?? []);
  const crumbs = valuesOf(event.breadcrumbs).filter(isRecord);
  return {
    level: levelOf(event.level),
    fingerprint: fingerprint.length > 0 ? fingerprint : undefined,
    platform: platformOf(event.platform),
    transaction: event.transaction ?? event.culprit,
    release: event.release,
    environment: event.environment,
    serverName: event.server_name,
    user: user && toUser(user),
    tags: logger === undefined ? tags : { logger, ...tags },
    breadcrumbs: crumbs.length > 0 ? crumbs.map(toBreadcrumb) : undefined,
    request: request && toRequest(request),
    contexts: filledOver(contexts, {
      build: filled({ dist }),
      user: user && others(user, USER_PARTS),
      modules: event.modules,
      packages: event.sdk?.packages,
      env: others(asRecord(request?.env) ?? {}, REQUEST_PARTS),
      thread: threadOf(valuesOf(event.threads).filter(isRecord), valuesOf(event.exception).filter(isRecord)),
    }),
    extra: extra && filled(extra),
    sdk: sdkOf(event.sdk) ?? sdkOf(clientParts(client)),
  };
}

/** `{values: […]}`, a bare list, or a single one. */
export function valuesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return [];
  return "values" in value ? asList(value.values) : [value];
}

/** The thread that tells of a crash; the first one where none says so. */
export const crashedOf = (threads: readonly Json[]): Json | undefined =>
  threads.find(({ crashed }) => crashed === true) ??
  threads.find(({ current }) => current === true) ??
  threads[0];

/** Which thread it was, also where its stack is not told: the one of the outermost exception, else the one that crashed. */
function threadOf(threads: readonly Json[], exceptions: readonly Json[]): Json | undefined {
  const id = exceptions.at(-1)?.thread_id;
  const thread = (asText(id) && threads.find((one) => asText(one.id) === asText(id))) || crashedOf(threads);
  return thread && filled({ name: asText(thread.name), id: asText(thread.id), state: asText(thread.state) });
}

/** `raven-node/2.6.4`: older clients say who they are beside their key alone. */
function clientParts(client: string | undefined): Record<string, unknown> | undefined {
  const [name, version] = client?.split("/") ?? [];
  return { name, version };
}

const USER_PARTS = new Set(["id", "email", "username", "name", "ip_address"]);
const REQUEST_PARTS = new Set(["REMOTE_ADDR"]);

function toUser(json: Record<string, unknown>): User | undefined {
  const ip = asText(json.ip_address);
  // `{{auto}}` asks for the sender's address, which says nothing about a user behind a proxy.
  const name = asText(json.username) ?? asText(json.name);
  const user = {
    id: asIdentity(json.id),
    name,
    email: asText(json.email),
    ip: ip?.startsWith("{{") ? undefined : ip,
  };
  return (user.id ?? user.name ?? user.email ?? user.ip) === undefined ? undefined : user;
}

/** What is told beyond what we know a place for. */
function others(json: Json, known: ReadonlySet<string>): Json | undefined {
  const rest: Json = {};
  for (const name in json) if (!known.has(name)) setOwn(rest, name, json[name]);
  return filled(rest);
}

/** An event has a hundred of them: see `sentry-readers.test.ts`. */
export const toBreadcrumb = (json: Record<string, unknown>): Breadcrumb => ({
  timestamp: asMoment(json.timestamp),
  type: asText(json.type),
  category: asText(json.category),
  level: asText(json.level),
  message: asText(json.message),
  data: json.data,
});

/** Without cookies: they are secrets, whatever they are called. What the server told of itself (`env`) is a context. */
function toRequest(json: Record<string, unknown>): RequestInfo | undefined {
  const headers = asPairs(json.headers);
  const agent = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "user-agent")?.[1];
  const info = {
    url: asText(json.url),
    method: asText(json.method),
    query: asNamed(json.query_string),
    headers,
    body: json.data,
    ip: asText(asRecord(json.env)?.REMOTE_ADDR),
    userAgent: agent,
  };
  return Object.values(info).every((value) => value === undefined || value === null) ? undefined : info;
}
