import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { Route53Client } from "@aws-sdk/client-route-53";
import { METRICS } from "@faultline/service/metrics";
import type { LogBatch } from "@faultline/service/monitoring/function-faults";
import { ensureOwnProject } from "@faultline/service/monitoring/own-project";
import { isPeerAlive } from "@faultline/service/monitoring/peer-alive";
import { type ChecksRow, writeRow } from "@faultline/service/monitoring/rows";
import { syntheticCheck } from "@faultline/service/monitoring/synthetic-check";
import { type Taken, takeAlarm } from "@faultline/service/monitoring/take-alarm";
import { takeFunctionFaults } from "@faultline/service/monitoring/take-function-faults";
import { type AlarmEvent, alarmChange } from "./alarm-event.js";
import { clientSettings } from "./client-settings.js";
import { putSample } from "./cloudwatch.js";
import { samplesRound } from "./figures-round.js";
import { readHealthChecks } from "./health-checks.js";
import { WatchEnvironment } from "./settings.js";
import type { AwsWorld } from "./world.js";

/** What the region's `watch` function does. */
interface Watcher {
  takeAlarm(event: AlarmEvent): Promise<Taken>;
  takeLogs(batch: LogBatch): Promise<number>;
  /** Once a minute. Each part by itself: one that fails is reported and keeps none of the others from being done. */
  lookAround(): Promise<{ failed: number }>;
}

type WatchedWorld = Pick<AwsWorld, "ports" | "statuses" | "peerUrl">;

const MINUTE = 60_000;

/** The watcher of one region, with the clients of its own and the other region's CloudWatch. */
export function awsWatcher({ ports, statuses, peerUrl }: WatchedWorld): Watcher {
  const environment = WatchEnvironment.parse(process.env);
  const { FAULTLINE_ALARM_PREFIX: prefix, FAULTLINE_HEALTH_CHECKS: healthChecks } = environment;
  const { region, regions, clock } = ports;
  const other = regions.find((name) => name !== region);
  const own = new CloudWatchClient(clientSettings(region));
  const others = other === undefined ? undefined : new CloudWatchClient(clientSettings(other));
  // Route 53 has one endpoint for all the world.
  const route53 = new Route53Client(clientSettings("us-east-1"));

  const syntheticRound = async (): Promise<void> => {
    if (Math.floor(clock.now() / MINUTE) % environment.FAULTLINE_CANARY_MINUTES !== 0) return;
    const round = await syntheticCheck(ports, { peerUrl });
    // So that either region's CloudWatch knows when neither has one: see infra/alarms.ts.
    if (round.kind === "seen" && others && environment.FAULTLINE_LAST_RESORT === "yes")
      await putSample(others, region, METRICS.syntheticCheckMilliseconds, round.milliseconds);
  };
  const checks = async (): Promise<void> => {
    const isAlive = await isPeerAlive(ports, { peerUrl, staleMilliseconds: statuses.staleMilliseconds });
    ports.meter.measure(METRICS.peerUnreachable, isAlive ? 0 : 1);
    const looked = other === undefined ? [] : [{ region: other, healthy: isAlive, at: clock.now() }];
    await writeRow(ports, { kind: "checks", by: region, checks: await seenBy(looked) });
  };
  /** Route 53's control plane lies in one region: without it, our own look has to do. */
  async function seenBy(looked: ChecksRow["checks"]): Promise<ChecksRow["checks"]> {
    if (healthChecks.size === 0) return looked;
    return readHealthChecks(route53, healthChecks).catch((error: unknown) => {
      ports.print({ level: "error", event: "no health checks", error: String(error), region });
      return looked;
    });
  }
  const figures = () =>
    samplesRound(ports, own, {
      region,
      otherRegion: other,
      logTable: environment.FAULTLINE_LOG_TABLE,
      reduceFunction: environment.FAULTLINE_REDUCE_FUNCTION,
    });

  return {
    takeAlarm: (event) => takeAlarm(ports, alarmChange(event, prefix, regions)),
    takeLogs: (batch) => takeFunctionFaults(ports, batch),
    async lookAround() {
      const parts: (() => Promise<unknown>)[] = [
        checks,
        syntheticRound,
        figures,
        () => ensureOwnProject(ports),
      ];
      const ends = await Promise.allSettled(parts.map((part) => part()));
      const failed = ends.filter((end) => end.status === "rejected");
      for (const { reason } of failed) {
        ports.print({ level: "error", event: "watch failed", error: String(reason), region });
        ports.ownFault?.(reason, "watch");
      }
      return { failed: failed.length };
    },
  };
}
