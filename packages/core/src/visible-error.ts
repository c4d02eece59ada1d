import type { ErrorCode } from "./error-codes.js";

/** What the HTTP layer turns into a status: see `service/src/http/problem.ts`. */
export type Kind =
  | "bad_request" // 400
  | "unauthorized" // 401: no key
  | "forbidden" // 403: a key that may not
  | "not_found" // 404
  | "conflict" // 409
  | "too_large" // 413
  | "unsupported_media_type" // 415
  | "unprocessable" // 422
  | "too_many_requests" // 429
  | "unavailable"; // 503

/** The caller's mistake, or our being unable right now. `code` is listed in docs/errors.md; the message says what to do. */
export class VisibleError extends Error {
  override readonly name = "VisibleError";
  constructor(
    readonly kind: Kind,
    readonly code: ErrorCode,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}
