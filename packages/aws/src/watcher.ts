import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { Route53Client } from "@aws-sdk/client-route-53";
import type { LogBatch } from "@faultline/service/monitoring/function-faults";
import { ensureOwnProject } from "@faultline/service/monitoring/own-project";
import { readRows, type WatchRow } from "@faultline/service/monitoring/rows";
import { type Taken, takeAlarm } from "@faultline/service/monitoring/take-alarm";
import { takeFunctionFaults } from "@faultline/service/monitoring/take-function-faults";
import { type AlarmEvent, alarmChange } from "./alarm-event.js";
import { checksRound } from "./checks-round.js";
import { clientSettings } from "./client-settings.js";
import { samplesRound } from "./figures-round.js";
import { WatchEnvironment } from "./settings.js";
import { syntheticRound } from "./synthetic-round.js";
import type { AwsWorld } from "./world.js";

/** What the region's `watch` function does. */
interface Watcher {
  takeAlarm(event: AlarmEvent): Promise<Taken>;
  takeLogs(batch: LogBatch): Promise<number>;
  /** Every minute, or every few. Each part by itself: one that fails is reported and keeps none of the others from being done. */
  lookAround(): Promise<{ failed: number }>;
  /** Sends a synthetic check; gives back whether it was seen. */
  check(): Promise<boolean>;
}

type WatchedWorld = Pick<AwsWorld, "ports" | "statuses" | "peerUrl">;

/** The watcher of one region, with the clients of its own and the other region's CloudWatch. */
export function awsWatcher({ ports, statuses, peerUrl }: WatchedWorld): Watcher {
  const environment = WatchEnvironment.parse(process.env);
  const { region, regions } = ports;
  const other = regions.find((name) => name !== region);
  const own = new CloudWatchClient(clientSettings(region));
  const others = other === undefined ? undefined : new CloudWatchClient(clientSettings(other));
  // Route 53 has one endpoint for all the world.
  const route53 = new Route53Client(clientSettings("us-east-1"));
  const { staleMilliseconds } = statuses;
  const measured = {
    region,
    otherRegion: other,
    logTable: environment.FAULTLINE_LOG_TABLE,
    reduceFunction: environment.FAULTLINE_REDUCE_FUNCTION,
  };

  async function tried(parts: readonly (() => Promise<unknown>)[]): Promise<number> {
    const ends = await Promise.allSettled(parts.map((part) => part()));
    const failed = ends.filter((end) => end.status === "rejected");
    for (const { reason } of failed) {
      ports.print({ level: "error", event: "watch failed", error: String(reason), region });
      ports.ownFault?.(reason, "watch");
    }
    return failed.length;
  }

  return {
    takeAlarm: (event) => takeAlarm(ports, alarmChange(event, environment.FAULTLINE_ALARM_PREFIX, regions)),
    takeLogs: (batch) => takeFunctionFaults(ports, batch),
    async lookAround() {
      let rows: readonly WatchRow[] | undefined;
      const failed = await tried([
        async () => {
          const read = await readRows(ports);
          rows = read;
          await checksRound(ports, { environment, peerUrl, staleMilliseconds, route53, rows: read });
        },
        () => ensureOwnProject(ports),
      ]);
      const known = rows;
      const lost = known ? await tried([() => samplesRound(ports, own, measured, known)]) : 0;
      return { failed: failed + lost };
    },
    check: () => syntheticRound(ports, { environment, peerUrl, others }),
  };
}
