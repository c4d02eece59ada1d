import { awsWorld } from "@faultline/aws/world";
import { beat } from "@faultline/service/home";
import { METRICS } from "@faultline/service/metrics";
import { sendDigests } from "@faultline/service/notify/digests";
import { drainOutbox } from "@faultline/service/notify/drain";
import { retryParked } from "@faultline/service/reduce/take-in";
import { drainSpool } from "@faultline/service/spool";
import { writeStatus } from "@faultline/service/watch/write-status";

const { ports, meter, home, statuses } = awsWorld();

/** Every minute: a sign of life for the other region, what the reducer left behind, and what people wait to hear. */
export async function handler(): Promise<{ parked: number; waiting: number }> {
  const isHome = await beat(ports, home);
  const spooled = await drainSpool(ports);
  const parked = await retryParked(ports);
  const waiting = await drainOutbox(ports);
  await sendDigests(ports);
  await writeStatus(ports, { healthy: await statuses.healthy(), outboxDepth: waiting });
  meter.measure(METRICS.outboxDepth, waiting);
  ports.print({ event: "sweep", spooled, parked, waiting, isHome, region: ports.region });
  meter.flush();
  return { parked, waiting };
}
