import { FOLDED_KEYS } from "../packages/aws/src/keys";
import type { RegionContext } from "./regions";

const BATCH = 1000;
const WINDOW_SECONDS = 2;
/** Lambda's word for "until it succeeds"; by default it would give up and drop the records. */
const FOREVER = -1;

/**
 * Removals by time to live change nothing: what was counted stays counted. Heartbeats and what regions write of
 * themselves are half of an idle stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
const PATTERN = {
  eventName: ["INSERT", "MODIFY"],
  dynamodb: { Keys: { pk: { S: FOLDED_KEYS } } },
};

/** Hands a table's stream to a function. A batch that cannot be taken in goes to `failures` at the end, and is never dropped silently. */
export function streamSubscription(
  { label, provider }: RegionContext,
  streamArn: $util.Input<string>,
  reduce: sst.aws.Function,
  failures: sst.aws.Queue,
): void {
  new aws.lambda.EventSourceMapping(
    `ReduceStream${label}`,
    {
      eventSourceArn: streamArn,
      functionName: reduce.name,
      startingPosition: "TRIM_HORIZON",
      batchSize: BATCH,
      maximumBatchingWindowInSeconds: WINDOW_SECONDS,
      parallelizationFactor: 1,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ["ReportBatchItemFailures"],
      maximumRetryAttempts: FOREVER,
      maximumRecordAgeInSeconds: FOREVER,
      destinationConfig: { onFailure: { destinationArn: failures.arn } },
      filterCriteria: { filters: [{ pattern: JSON.stringify(PATTERN) }] },
    },
    { provider },
  );
}
