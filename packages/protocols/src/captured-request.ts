import * as z from "zod";
import type { WireRequest } from "./protocol.js";

/** A fixture: a request as it was captured. */
export const Captured = z.object({
  method: z.string(),
  path: z.string(),
  query: z.string().default(""),
  headers: z.record(z.string(), z.string()),
  bodyEncoding: z.enum(["utf8", "base64"]),
  body: z.string(),
});
export type Captured = z.infer<typeof Captured>;

/** A request as a real SDK sent it, from a fixture file's text. */
export function capturedRequest(file: string): { method: string; path: string; request: WireRequest } {
  const { method, path, query, headers, bodyEncoding, body } = Captured.parse(JSON.parse(file));
  const request = {
    path: path.replace(/(?<=[^/])\/+$/, ""),
    params: { project: /(?:projects|config|api)\/([^/]+)\/(?!projects)/.exec(path)?.[1] ?? "" },
    query: new URLSearchParams(query),
    headers: new Headers(headers),
    body: Buffer.from(body, bodyEncoding),
  };
  return { method, path, request };
}
