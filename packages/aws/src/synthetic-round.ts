import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { METRICS } from "@faultline/service/metrics";
import { keepSamples } from "@faultline/service/monitoring/metric-samples";
import { type SyntheticCheckPorts, syntheticCheck } from "@faultline/service/monitoring/synthetic-check";
import type { Ports } from "@faultline/service/ports";
import type * as z from "zod";
import { putSample } from "./cloudwatch.js";
import type { WatchEnvironment } from "./settings.js";

interface Round {
  readonly environment: z.infer<typeof WatchEnvironment>;
  readonly peerUrl: string | undefined;
  /** The other region's CloudWatch. */
  readonly others: CloudWatchClient | undefined;
}

const MINUTE = 60_000;
/** The reducer waits for two seconds of changes. */
const FIRST_LOOK_MILLISECONDS = 2500;

/** Sends a synthetic check. Gives back whether it was seen. */
export async function syntheticRound(
  ports: SyntheticCheckPorts & Pick<Ports, "log">,
  { environment, peerUrl, others }: Round,
): Promise<boolean> {
  const round = await syntheticCheck(ports, { peerUrl, firstLookMilliseconds: FIRST_LOOK_MILLISECONDS });
  if (round.kind === "missed") return false;
  const { milliseconds: value } = round;
  const metric = METRICS.syntheticCheckMilliseconds;
  // Where it is no metric of CloudWatch's, which is paid for, nobody else would keep it.
  if (environment.FAULTLINE_CHECK_TIMES === "field")
    await keepSamples(ports, [{ metric, at: minuteOf(ports), value }]);
  // So that either region's CloudWatch knows when neither has one: see infra/alarms.ts.
  if (others && environment.FAULTLINE_LAST_RESORT === "yes")
    await putSample(others, ports.region, metric, value);
  return true;
}

const minuteOf = ({ clock }: Pick<Ports, "clock">): number => Math.floor(clock.now() / MINUTE) * MINUTE;
