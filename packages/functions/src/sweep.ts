import { seldomListed } from "@faultline/aws/seldom-listed";
import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";
import { METRICS } from "@faultline/service/metrics";
import { writeStatus } from "@faultline/service/monitoring/write-status";
import { type Swept, sweep } from "@faultline/service/regions/sweep";

const world = awsWorld("sweep");
const { meter, leaderSettings } = world;
const spool = world.ports.spool && seldomListed(world.ports.spool, world.ports.clock);
const ports = { ...world.ports, spool };
let written: Awaited<ReturnType<typeof writeStatus>> | undefined;

/** Every minute. */
export const handler = watched(world, "sweep", async (): Promise<Swept> => {
  const swept = await sweep(ports, leaderSettings).catch((error: unknown) => {
    spool?.expectMore();
    throw error;
  });
  // Whose heartbeat was written can write.
  const own = { healthy: true, outboxDepth: swept.waiting };
  written = await writeStatus({ ...ports, isLeader: async () => swept.isLeader }, own, written);
  meter.measure(METRICS.outboxDepth, swept.waiting);
  ports.print({ event: "sweep", ...swept, region: ports.region });
  return swept;
});
