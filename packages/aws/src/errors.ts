import { Unavailable } from "@faultline/service/ports";

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
  // No metadata: the request never came back. DNS, refused and reset connections carry a code of Node's.
  const isNetwork = "code" in error && typeof error.code === "string" && /^E(?!RR_)[A-Z_]+$/.test(error.code);
  return isServerFault || isNetwork;
}
