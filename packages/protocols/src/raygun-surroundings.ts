import type { Breadcrumb, Report, RequestInfo, User } from "@faultline/core/report";
import * as z from "zod";
import { levelOf } from "./level.js";
import { anything, filled, identity, isRecord, list, marks, moment, record, text, texts } from "./loose.js";
import { platformOfClient } from "./platform.js";
import { ownFingerprint, sdkOf } from "./sdk.js";

// What an entry tells beside its errors. https://raygun.com/documentation/product-guides/crash-reporting/api/

/**
 * The object with its names begun in lower case, where the browser's SDK begins them in upper case
 * (`Details.Error.ClassName`). The service they were made for does not tell one from the other.
 */
export const camel = z
  .unknown()
  .optional()
  .transform((value) => {
    const entries = isRecord(value) ? Object.entries(value) : [];
    return Object.fromEntries(entries.map(([name, entry]) => [name.replace(/^[A-Z]/, lower), entry]));
  });
const lower = (letter: string): string => letter.toLowerCase();

export const Details = camel.pipe(
  z.looseObject({
    client: camel,
    error: record,
    machineName: text,
    environment: record,
    user: record,
    version: text,
    breadcrumbs: list,
    tags: marks,
    userCustomData: record,
    request: record,
    groupingKey: text,
    response: record,
  }),
);
export type Details = z.infer<typeof Details>;

export function surroundings(details: Details): Omit<Report, "type" | "message" | "exceptions"> {
  const { client, machineName, environment, user, version, breadcrumbs, tags, groupingKey } = details;
  return {
    level: levelOf(undefined),
    platform: platformOfClient(text.parse(client.name)),
    fingerprint: ownFingerprint(groupingKey),
    release: version,
    serverName: machineName,
    user: user && toUser(user),
    tags,
    breadcrumbs: breadcrumbs.length > 0 ? breadcrumbs.filter(isRecord).map(toBreadcrumb) : undefined,
    request: details.request && toRequest(details.request),
    contexts: filled({ environment, response: details.response }),
    extra: filled({
      ...record.parse(details.userCustomData),
      data: details.error?.data ?? details.error?.Data,
    }),
    sdk: sdkOf(client),
  };
}

const KnownUser = camel.pipe(
  z.looseObject({ identifier: identity, email: text, fullName: text, firstName: text }),
);

function toUser(json: Record<string, unknown>): User | undefined {
  const { identifier: id, email, fullName, firstName } = KnownUser.parse(json);
  const name = fullName ?? firstName;
  return (id ?? email ?? name) === undefined ? undefined : { id, name, email };
}

const KnownRequest = camel.pipe(
  z.looseObject({
    url: text,
    hostName: text,
    httpMethod: text,
    ipAddress: text,
    iPAddress: text,
    headers: texts,
    queryString: anything,
    form: anything,
    rawData: anything,
  }),
);

function toRequest(json: Record<string, unknown>): RequestInfo {
  const {
    url,
    hostName,
    httpMethod: method,
    headers,
    queryString: query,
    ...rest
  } = KnownRequest.parse(json);
  return {
    // The path alone is not worth much without its host.
    url: url?.startsWith("/") && hostName ? `${hostName}${url}` : url,
    method,
    query,
    headers,
    // Some send an empty form beside what came.
    body:
      isRecord(rest.form) && Object.keys(rest.form).length === 0 ? rest.rawData : (rest.form ?? rest.rawData),
    ip: rest.ipAddress ?? rest.iPAddress,
    userAgent: headers?.["user-agent"] ?? headers?.["User-Agent"],
  };
}

const Crumb = camel.pipe(
  z.looseObject({
    timestamp: anything,
    level: anything,
    type: text,
    category: text,
    message: text,
    customData: anything,
  }),
);

function toBreadcrumb(json: Record<string, unknown>): Breadcrumb {
  const { timestamp, level, type, category, message, customData: data } = Crumb.parse(json);
  const at = typeof timestamp === "number" ? timestamp / 1000 : timestamp;
  return { timestamp: moment.parse(at), type, category, level: text.parse(level), message, data };
}
