import { toChange } from "@faultline/aws/stream";
import { awsWorld } from "@faultline/aws/world";
import { drainOutbox } from "@faultline/service/notify/drain";
import { takeIn } from "@faultline/service/reduce/take-in";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";

const { ports, meter } = awsWorld();
/** Slow destinations must not hold up the stream. */
const TELLING_MILLISECONDS = 5000;

/** The log's stream into this region's view. When the view cannot be written, the whole batch comes again. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const first = Records[0]?.dynamodb?.SequenceNumber ?? "";
  try {
    await takeIn(ports, Records.map(toChange));
    return { batchItemFailures: [] };
  } catch (error) {
    ports.print({ level: "error", event: "reduce failed", error: String(error), region: ports.region });
    return { batchItemFailures: [{ itemIdentifier: first }] };
  } finally {
    // What cannot be told now waits for the sweep, and holds up no event.
    const until = ports.clock.now() + TELLING_MILLISECONDS;
    await drainOutbox(ports, until).catch((error: unknown) => ports.print({ level: "error", error: String(error) }));
    meter.flush();
  }
}
