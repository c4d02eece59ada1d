import type { ErrorCode } from "@faultline/core/error-codes";
import type { Kind, VisibleError } from "@faultline/core/visible-error";
import { BadQuery } from "../query/syntax/bad-query.js";

const STATUS: Readonly<Record<Kind, number>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many_requests: 429,
  unavailable: 503,
};

export const statusOf = (error: VisibleError): number => STATUS[error.kind];

/** An RFC 9457 problem document. `message` and `error` repeat the detail for SDKs that look there. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly error: string;
  /** Of a search: which characters of it are meant, from 0 on. */
  readonly position?: number;
  readonly length?: number;
}

function problem(status: number, code: ErrorCode, detail: string): Problem {
  const type = `urn:faultline:error:${code}`;
  return { type, title: code.replaceAll("_", " "), status, detail, code, message: detail, error: detail };
}

/** The answer to a refusal, in `/v1`'s form. */
export function problemResponse(error: VisibleError): Response {
  const status = statusOf(error);
  const place = error instanceof BadQuery ? { position: error.position, length: error.length } : {};
  return respond({ ...problem(status, error.code, error.message), ...place }, error.retryAfterSeconds);
}

/** The answer to a bug of ours: nothing of it is told but that we know. */
export const internalResponse = (): Response =>
  respond(
    problem(500, "internal", "Something broke on our side; it has been logged. Send the request again."),
  );

function respond(body: Problem, retryAfterSeconds?: number): Response {
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

/** The same in the form of the original API. */
export function v0Response(error: VisibleError): Response {
  const headers = new Headers({ "content-type": "application/json" });
  if (error.retryAfterSeconds !== undefined) headers.set("retry-after", String(error.retryAfterSeconds));
  const body = { errors: [{ message: error.message, code: error.code }] };
  return new Response(JSON.stringify(body), { status: statusOf(error), headers });
}
