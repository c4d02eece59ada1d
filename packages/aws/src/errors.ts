import { Unavailable } from "@faultline/service/ports";
import * as z from "zod";

// What AWS says when it cannot now, and what the network says when AWS says nothing.
const PASSING = new Set([
  "InternalServerError",
  "InternalError",
  "InternalFailure",
  "KMSInternalException",
  "DependencyTimeoutException",
  "LimitExceededException",
  "ConditionalRequestConflict",
  "ProvisionedThroughputExceededException",
  "ReplicatedWriteConflictException",
  "RequestLimitExceeded",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/** The error as our ports throw it: `Unavailable` for what passes, itself for what is a fault of ours. */
export function translated(error: unknown): unknown {
  if (!isPassing(error)) return error;
  return new Unavailable(error.name, { cause: error, isUnheard: !REFUSALS.test(error.name) });
}

/** Said before anything was done. */
const REFUSALS = /Throughput|Throttling|SlowDown|TooManyRequests|LimitExceeded/;

function isPassing(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const isRetryable = "$retryable" in error && error.$retryable !== undefined;
  if (PASSING.has(error.name) || isRetryable) return true;
  const isServerFault = "$fault" in error && error.$fault === "server";
  // No metadata: the request never came back.
  const isNetwork = "code" in error && typeof error.code === "string" && NETWORK.test(error.code);
  return isServerFault || isNetwork || isUnread(error) || isFailing(statusOf(error));
}

/** Node's codes of DNS, refused and reset connections, of TLS, and of an answer that is no HTTP; `ERR_` are its words for bugs. */
const NETWORK =
  /^(E(?!RR_)[A-Z_]+|HPE_[A-Z_]+|ERR_(TLS|SSL)_[A-Z_]+|CERT_[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * An answer that is not AWS's own: a load balancer before an ill service says so with a page, and the SDK throws what its
 * parser says of that, a `SyntaxError`, with the answer and its status beside it.
 */
const isUnread = (error: Error): boolean => "$response" in error && !("$fault" in error);

const isFailing = (status: number | undefined): boolean =>
  status !== undefined && (status >= 500 || status === 429);

const Answered = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** The status that AWS, or what stands before it, answered with; undefined when there was no answer. */
export const statusOf = (error: unknown): number | undefined =>
  Answered.safeParse(error).data?.$metadata.httpStatusCode;
