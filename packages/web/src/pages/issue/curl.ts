import type { Occurrence } from "../../api/types.js";

type Request = NonNullable<Occurrence["request"]> & { readonly url: string };

/** Headers that curl sets itself, or that make it do something else. */
const ITS_OWN = new Set(["host", "content-length", "connection", "accept-encoding", "transfer-encoding"]);

/** The request of an occurrence as a command for a POSIX shell; redacted values stay redacted. */
export function curlOf({ method = "GET", url, query, headers = {}, body }: Request): string {
  const address = query && !url.includes("?") ? `${url}?${queryText(query)}` : url;
  const lines = Object.entries(headers)
    .filter(([name]) => !ITS_OWN.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined && body !== null && body !== "")
    lines.push(`--data-raw ${quoted(typeof body === "string" ? body : JSON.stringify(body))}`);
  const verb = /^[A-Z]+$/.test(method) && method !== "GET" ? `-X ${method} ` : "";
  return [`curl ${verb}${quoted(address)}`, ...lines].join(" \\\n  ");
}

const queryText = (query: unknown): string =>
  typeof query === "string" ? query.replace(/^\?/, "") : new URLSearchParams(Object(query)).toString();

/** Nothing between these quotes means anything to a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
