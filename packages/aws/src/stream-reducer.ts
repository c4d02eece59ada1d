import { type DrainPorts, drainOutbox } from "@faultline/service/notify/drain";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import { type StreamRecord, toChange } from "./stream.js";

/** What the region's `reduce` function is handed, and what it answers: who is to come again. */
export interface StreamEvent {
  readonly Records: readonly (StreamRecord & {
    readonly dynamodb?: { readonly SequenceNumber?: string | undefined } | undefined;
  })[];
}
interface StreamAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Slow destinations must not hold up the stream. */
const TELLING_MILLISECONDS = 5000;

/** The log's stream into this region's view. When the view cannot be written, the whole batch comes again. */
export function streamReducer(ports: DrainPorts): (event: StreamEvent) => Promise<StreamAnswer> {
  const told = (event: string, error: unknown): void => {
    ports.print({ level: "error", event, error: String(error), region: ports.region });
    ports.ownFault?.(error, "reduce");
  };
  return async ({ Records }) => {
    const isTaken = await applyChanges(ports, Records.map(toChange)).then(
      () => true,
      (error: unknown) => {
        told("reduce failed", error);
        return false;
      },
    );
    // What cannot be told now waits for the sweep, and holds up no event.
    const until = ports.clock.now() + TELLING_MILLISECONDS;
    await drainOutbox(ports, until).catch((error: unknown) => told("telling failed", error));
    const itemIdentifier = Records[0]?.dynamodb?.SequenceNumber ?? "";
    return { batchItemFailures: isTaken ? [] : [{ itemIdentifier }] };
  };
}
