import type { VisibleError } from "@faultline/core/visible-error";
import type { WireAnswer } from "./protocol.js";

/** A refusal under the names that one or another SDK looks for. */
export const refusal = ({ message, code }: VisibleError, status: number): WireAnswer => ({
  status,
  body: JSON.stringify({ message, error: message, code }),
});

/** How long to wait, for wires with a header of their own for it. */
export const pauseSeconds = (error: VisibleError): string => String(error.retryAfterSeconds ?? 60);

/** The key of `Authorization: Bearer …`. */
export const bearer = (headers: Headers): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
