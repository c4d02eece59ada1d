import * as z from "zod";
import type { Graph } from "../infra/graph.js";
import { awsCalls } from "./aws-calls.js";

const Replication = z.looseObject({ ReplicationConfiguration: z.looseObject({}) });

/**
 * The emulator copies an object into the other region's bucket at once; S3 takes its time, now and then an hour. Ends the
 * copying; gives back how to begin it again, for what is put from then on.
 */
export async function pauseReplication(
  endpoint: string,
  { resources }: Pick<Graph, "resources">,
): Promise<() => Promise<void>> {
  const { call, stop } = awsCalls(endpoint);
  const paused: (() => Promise<unknown>)[] = [];
  for (const { type, region, inputs } of resources) {
    if (!type.endsWith("BucketReplicationConfig")) continue;
    const bucket = { Bucket: String(inputs.bucket) };
    const before = Replication.parse(await call("s3", region, "GetBucketReplication", bucket));
    await call("s3", region, "DeleteBucketReplication", bucket);
    paused.push(() => call("s3", region, "PutBucketReplication", { ...bucket, ...before }));
  }
  return async () => {
    for (const goOn of paused) await goOn();
    stop();
  };
}
