import { awsWorld } from "@faultline/aws/world";
import { heartbeatKey } from "@faultline/service/keys";
import { retryParked } from "@faultline/service/reduce/take-in";

const { ports, meter } = awsWorld();

/** Every minute: a sign of life for the other region, and what the reducer had to leave behind. */
export async function handler(): Promise<{ parked: number }> {
  await ports.log.put({ ...heartbeatKey(ports.region), t: ports.clock.now() });
  const parked = await retryParked(ports);
  ports.print({ event: "sweep", parked, region: ports.region });
  meter.flush();
  return { parked };
}
