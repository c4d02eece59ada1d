import type { Breadcrumb, Report, RequestInfo, User } from "@faultline/core/report";
import { z } from "zod";
import { levelOf } from "./level.js";
import { anything, filled, identity, isRecord, list, moment, named, pairs, record, text } from "./loose.js";
import { platformOf } from "./platform.js";
import { sdkOf } from "./sdk.js";
import type { Event } from "./sentry-event.js";

// What an event tells beside its errors: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/

/** All of a report but what was thrown or said. */
export function surroundings(
  event: Event,
  client: string | undefined,
): Omit<Report, "type" | "message" | "exceptions"> {
  const { user, request, contexts, extra, tags, logger, dist } = event;
  const fingerprint = event.fingerprint.flatMap((part) => text.parse(part) ?? []);
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
    contexts: filled({
      ...contexts,
      build: filled({ dist }),
      user: user && othersOf(user),
      modules: event.modules,
      packages: event.sdk?.packages,
    }),
    extra: filled({ ...extra }),
    sdk: sdkOf(event.sdk) ?? sdkOf(clientParts(client)),
  };
}

/** `{values: […]}`, a bare list, or a single one. */
export function valuesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return [];
  return "values" in value ? list.parse(value.values) : [value];
}

/** `raven-node/2.6.4`: older clients say who they are beside their key alone. */
function clientParts(client: string | undefined): Record<string, unknown> | undefined {
  const [name, version] = client?.split("/") ?? [];
  return { name, version };
}

const KnownUser = z.looseObject({ id: identity, email: text, username: text, name: text, ip_address: text });

function toUser(json: Record<string, unknown>): User | undefined {
  const { id, email, username, name, ip_address: ip } = KnownUser.parse(json);
  // `{{auto}}` asks for the sender's address, which says nothing about a user behind a proxy.
  const user = { id, name: username ?? name, email, ip: ip?.startsWith("{{") ? undefined : ip };
  return (user.id ?? user.name ?? user.email ?? user.ip) === undefined ? undefined : user;
}

/** What an application says of its users beyond what we know a place for. */
const othersOf = (json: Record<string, unknown>): Record<string, unknown> | undefined =>
  filled(Object.fromEntries(Object.entries(json).filter(([name]) => !(name in KnownUser.shape))));

const Crumb = z.looseObject({
  timestamp: moment,
  type: text,
  category: text,
  level: text,
  message: text,
  data: anything,
});

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { timestamp, type, category, level, message, data } = Crumb.parse(json);
  return { timestamp, type, category, level, message, data };
}

const KnownRequest = z.looseObject({
  url: text,
  method: text,
  query_string: named,
  headers: pairs,
  data: anything,
  env: record,
});

/** Without cookies: they are secrets, whatever they are called. */
function toRequest(json: Record<string, unknown>): RequestInfo | undefined {
  const { url, method, query_string: query, headers, data: body, env } = KnownRequest.parse(json);
  const agent = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "user-agent")?.[1];
  const info = { url, method, query, headers, body, ip: text.parse(env?.REMOTE_ADDR), userAgent: agent };
  return Object.values(info).every((value) => value === undefined || value === null) ? undefined : info;
}
