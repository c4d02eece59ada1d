import { toChange } from "@faultline/aws/stream";
import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";
import { drainOutbox } from "@faultline/service/notify/drain";
import { takeIn } from "@faultline/service/reduce/take-in";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";

const world = awsWorld();
const { ports } = world;
/** Slow destinations must not hold up the stream. */
const TELLING_MILLISECONDS = 5000;

/** The log's stream into this region's view. When the view cannot be written, the whole batch comes again. */
export const handler = watched(world, "reduce", async ({ Records }: DynamoDBStreamEvent) => {
  const batchItemFailures: DynamoDBBatchResponse["batchItemFailures"] = [];
  await takeIn(ports, Records.map(toChange)).catch((error: unknown) => {
    told("reduce failed", error);
    batchItemFailures.push({ itemIdentifier: Records[0]?.dynamodb?.SequenceNumber ?? "" });
  });
  // What cannot be told now waits for the sweep, and holds up no event.
  const until = ports.clock.now() + TELLING_MILLISECONDS;
  await drainOutbox(ports, until).catch((error: unknown) => told("telling failed", error));
  return { batchItemFailures };
});

function told(event: string, error: unknown): void {
  ports.print({ level: "error", event, error: String(error), region: ports.region });
  ports.ownFault?.(error, "reduce");
}
