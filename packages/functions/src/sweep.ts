import { awsWorld } from "@faultline/aws/world";
import { METRICS } from "@faultline/service/metrics";
import { type Swept, sweep } from "@faultline/service/sweep";

const { ports, meter, home } = awsWorld();

/** Every minute. */
export async function handler(): Promise<Swept> {
  try {
    const swept = await sweep(ports, home);
    meter.measure(METRICS.outboxDepth, swept.waiting);
    ports.print({ event: "sweep", ...swept, region: ports.region });
    return swept;
  } finally {
    meter.flush();
  }
}
