import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";
import { METRICS } from "@faultline/service/metrics";
import { writeStatus } from "@faultline/service/monitoring/write-status";
import { type Swept, sweep } from "@faultline/service/regions/sweep";

const world = awsWorld("sweep");
const { ports, meter, leaderSettings, statuses } = world;

/** Every minute. */
export const handler = watched(world, "sweep", async (): Promise<Swept> => {
  const swept = await sweep(ports, leaderSettings);
  await writeStatus(ports, { healthy: await statuses.healthy(), outboxDepth: swept.waiting });
  meter.measure(METRICS.outboxDepth, swept.waiting);
  ports.print({ event: "sweep", ...swept, region: ports.region });
  return swept;
});
