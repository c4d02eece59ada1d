import { METRICS } from "@faultline/service/metrics";
import { keepSamples } from "@faultline/service/monitoring/metric-samples";
import type { LocalPorts } from "@faultline/service/monitoring/minute-meter";
import { ensureOwnProject } from "@faultline/service/monitoring/own-project";
import { writeRow } from "@faultline/service/monitoring/rows";
import { writeStatus } from "@faultline/service/monitoring/write-status";
import type { Region } from "@faultline/service/ports";
import { answersAt } from "@faultline/service/regions/leader";
import type { Statuses } from "@faultline/service/regions/status-report";
import { localAlarms } from "./local-alarms.js";
import { type Loop, loop } from "./loop.js";
import { recentSamples } from "./recent-samples.js";

const PAUSE_MILLISECONDS = 1000;
const CHECK_TIMEOUT = 500;
/** Metrics are told by the minute: looking more often shows the minute under way grow. In turns. */
const METRICS_EVERY = 5;

interface Watched {
  readonly statuses: Statuses;
  readonly peer: { readonly url: string; readonly region: Region } | undefined;
  /** Sends the faults of this process that wait to be reported. */
  flush(): Promise<void>;
  lags(): { readonly replicationLag: number | undefined; readonly reducerLag: number | undefined };
}

/** Writes down, every second, how this region does and whether the other one answers. */
export function monitoringLoop(ports: LocalPorts, { statuses, peer, lags, flush }: Watched): Loop {
  const { region } = ports;
  const alarms = localAlarms(ports);
  let turn = 0;

  async function look(): Promise<void> {
    const healthy = await statuses.healthy();
    const checks = [{ region, healthy, at: ports.clock.now() }];
    if (peer) checks.push({ region: peer.region, healthy: await isHealthy(peer.url), at: ports.clock.now() });
    await writeRow(ports, { kind: "checks", by: region, checks });
    if (peer) await lookAt(peer);
    const { replicationLag: replication, reducerLag: reducer } = lags();
    await writeRow(ports, { kind: "lag", region, at: ports.clock.now(), replication, reducer });
    await writeStatus(ports, { healthy, outboxDepth: ports.meter.latest(METRICS.outboxDepth) });
    if (turn++ % METRICS_EVERY > 0) return;
    await ensureOwnProject(ports);
    await alarms.judgeMetrics();
    await keepSamples(ports, recentSamples(ports));
  }

  async function lookAt({ url, region: other }: NonNullable<Watched["peer"]>): Promise<void> {
    const isAlive = await answersAt(url);
    ports.meter.measure(METRICS.peerUnreachable, isAlive ? 0 : 1);
    await alarms.lookAt(other, isAlive);
  }

  return loop(async () => {
    try {
      await look();
    } catch (error) {
      // The next look is a second away, and who reads sees how old this one is.
      ports.print({ level: "error", event: "watch failed", error: String(error) });
      ports.ownFault?.(error, "watch");
    }
    await flush();
    return PAUSE_MILLISECONDS;
  });
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(CHECK_TIMEOUT) })).ok;
  } catch {
    // Not reachable is the answer.
    return false;
  }
}
