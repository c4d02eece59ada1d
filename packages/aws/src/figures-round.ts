import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { METRICS, type Metric } from "@faultline/service/metrics";
import { keepSamples } from "@faultline/service/monitoring/metric-samples";
import { type WatchRow, writeRow } from "@faultline/service/monitoring/rows";
import { lackingSince } from "@faultline/service/monitoring/viewer-presence";
import type { Ports } from "@faultline/service/ports";
import { type Measured, measuredSamples } from "./cloudwatch.js";

/** Keeps what CloudWatch has of this region since it was last asked; gives back false while that is too early. */
export async function samplesRound(
  ports: Pick<Ports, "region" | "log" | "clock" | "settings">,
  client: CloudWatchClient,
  of: Measured,
  rows: readonly WatchRow[],
): Promise<boolean> {
  const { region, clock } = ports;
  const at = clock.now();
  const from = lackingSince(ports, rows);
  if (from === undefined) return false;
  const measured = await measuredSamples(client, of, { from, to: at });
  await keepSamples(ports, measured);
  const latest = (metric: Metric) => measured.findLast((figure) => figure.metric === metric)?.value;
  const replication = latest(METRICS.replicationLagMilliseconds);
  const reducer = latest(METRICS.reducerLagMilliseconds);
  // Written last: what was not kept is asked for again.
  await writeRow(ports, { kind: "lag", region, at, replication, reducer });
  return true;
}
