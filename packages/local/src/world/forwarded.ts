import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { takesReports } from "@faultline/service/http/report-paths";

/** A request on its way to a region. */
export interface Forwarded {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Whole, or what still comes. */
  readonly body: Buffer | IncomingMessage;
  /** True when a second region may get it though the first may have carried it out. */
  readonly isRepeatable: boolean;
}

const READS: readonly string[] = ["GET", "HEAD", "OPTIONS"];
/** Twice what our own client sends at once. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Of all that are under way. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;

/**
 * A request as a region is to get it. Reports get a key of this request: events without ids of their own then have some,
 * and count once in whichever regions they arrive. Rejects when the client goes away.
 */
export async function forwarded(
  request: IncomingMessage,
  response: ServerResponse,
  hold: Hold,
): Promise<Forwarded> {
  const { method = "", url: path = "/" } = request;
  const isReport = method === "POST" && takesReports(path.split("?", 1)[0] ?? "");
  const held = await hold(request, response);
  return {
    method,
    path,
    headers: {
      ...(isReport ? { "idempotency-key": randomUUID() } : {}),
      ...request.headers,
      "x-forwarded-for": forwardedFor(request),
    },
    body: held ?? request,
    isRepeatable: held !== undefined && (isReport || READS.includes(method)),
  };
}

const forwardedFor = ({ headers, socket }: IncomingMessage): string =>
  [headers["x-forwarded-for"], socket.remoteAddress].flat().filter(Boolean).join(", ");

/** The body, if there is room for it; else nothing of it has been read, and it can be sent only once. */
export type Hold = (request: IncomingMessage, response: ServerResponse) => Promise<Buffer | undefined>;

/** Room for the bodies of requests that are not answered yet: whoever sends many large ones slowly fills it, and no more. */
export function holder(bytesMax = HELD_BYTES_MAX): Hold {
  let held = 0;
  return async (request, response) => {
    const { "content-length": length = "0", "transfer-encoding": coding } = request.headers;
    const bytes = Number(length);
    if (coding !== undefined || bytes > BODY_BYTES_MAX || held + bytes > bytesMax) return undefined;
    held += bytes;
    response.once("close", () => {
      held -= bytes;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
}
