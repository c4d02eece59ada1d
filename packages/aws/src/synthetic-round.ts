import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { METRICS } from "@faultline/service/metrics";
import { takeLook } from "@faultline/service/monitoring/look-at-peer";
import { keepSamples } from "@faultline/service/monitoring/metric-samples";
import { SLOW_CHECK_MILLISECONDS } from "@faultline/service/monitoring/own-alarms";
import { readRows } from "@faultline/service/monitoring/rows";
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

type RoundPorts = SyntheticCheckPorts & Parameters<typeof takeLook>[0];

/** Sends a synthetic check, and tells of one that was slow. Gives back whether it was seen. */
export async function syntheticRound(
  ports: RoundPorts,
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
  if (environment.FAULTLINE_JUDGES === "yes") await judge(ports, value);
  return true;
}

async function judge(ports: RoundPorts, milliseconds: number): Promise<void> {
  const { region } = ports;
  const reason = `A synthetic check of ${region} was seen in every view after ${(milliseconds / 1000).toFixed(1)} s.`;
  const isGood = milliseconds <= SLOW_CHECK_MILLISECONDS;
  await takeLook(ports, await readRows(ports), { name: "canary-slow", region, isGood, reason });
}

const minuteOf = ({ clock }: Pick<Ports, "clock">): number => Math.floor(clock.now() / MINUTE) * MINUTE;
