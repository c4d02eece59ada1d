import type { Report } from "./report.js";

/**
 * What SDKs and applications call the id of a Lambda invocation, in small letters without signs: `aws_request_id` of
 * Sentry's integrations (Node: the context `aws.lambda`; Python, Ruby: the extra `lambda`), `AWSRequestId` of Java's
 * logging context, `faas.invocation_id` of OpenTelemetry, and what one writes by hand.
 */
const NAMES: ReadonlySet<string> = new Set([
  "requestid",
  "awsrequestid",
  "lambdaawsrequestid",
  "lambdarequestid",
  "faasinvocationid",
  "faasexecution",
]);

/** The form of Lambda's ids. Another service's ids that look alike join its own events in the same way. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of the request an event happened in, when one is told: among tags, extras and contexts, or one level deeper. */
export function requestIdOf({
  tags,
  extra,
  contexts,
}: Pick<Report, "tags" | "extra" | "contexts">): string | undefined {
  const told = [tags, extra, contexts].map((record) => record ?? {});
  const deeper = told.flatMap((record) => Object.values(record).filter(isRecord));
  for (const record of [...told, ...deeper]) {
    const found = Object.entries(record).find(([name, value]) => isRequestId(name, value));
    if (typeof found?.[1] === "string") return found[1].toLowerCase();
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isRequestId = (name: string, value: unknown): boolean =>
  typeof value === "string" && UUID.test(value) && NAMES.has(name.toLowerCase().replace(/[^a-z0-9]/g, ""));
