import { alarmTitle } from "@faultline/service/monitoring/alarm-title";
import { judge } from "@faultline/service/monitoring/judge";
import type { LocalPorts } from "@faultline/service/monitoring/minute-meter";
import { OWN_ALARMS } from "@faultline/service/monitoring/own-alarms";
import { type AlarmState, readAlarm } from "@faultline/service/monitoring/rows";
import { statisticOf } from "@faultline/service/monitoring/shown-metrics";
import { takeAlarm } from "@faultline/service/monitoring/take-alarm";
import type { Region } from "@faultline/service/ports";
import { steady } from "./steady.js";

const MINUTE = 60_000;
/** Seconds are minutes here: what CloudWatch would know after two minutes is known after three looks. */
const LOOKS = { looksToBad: 3, looksToGood: 2 };

interface LocalAlarms {
  /** Judges every alarm on this region's own metrics. */
  judgeMetrics(): Promise<void>;
  /** Takes in one look at whether the other region answers. */
  lookAt(peer: Region, isAlive: boolean): Promise<void>;
}

/** What CloudWatch is on AWS: watches this region's metrics, and the other region, and tells what changed. */
export function localAlarms(ports: LocalPorts): LocalAlarms {
  const start = ports.clock.now();
  const peerLooks = steady(LOOKS);

  /** The row says what was told last, also by an earlier process. */
  async function tell(change: Omit<Parameters<typeof takeAlarm>[1], "id">): Promise<void> {
    const known = await readAlarm(ports, change);
    if (known?.state === change.state) return;
    await takeAlarm(ports, { ...change, id: `local:${ports.region}:${change.name}:${change.region}` });
  }

  return {
    async judgeMetrics() {
      const now = ports.clock.now();
      const { region } = ports;
      const whole = Math.floor((now - start) / MINUTE);
      for (const alarm of OWN_ALARMS) {
        if (alarm.name === "region-unreachable") continue;
        const samples = ports.meter.series(alarm.metric);
        const present = Math.floor(now / MINUTE) * MINUTE;
        const minuteOf = (ago: number) => {
          const sample = samples.findLast(({ at }) => at === present - ago * MINUTE);
          return sample && statisticOf(sample, alarm.statistic);
        };
        const { state, reason } = judge(alarm, minuteOf, whole);
        const title = alarmTitle(alarm.name, region);
        await tell({ name: alarm.name, region, state, at: now, title, reason });
      }
    },
    async lookAt(peer, isAlive) {
      const turn = peerLooks(!isAlive, ports.clock.now());
      if (!turn) return;
      const state: AlarmState = turn.isBad ? "alarm" : "ok";
      const reason = turn.isBad
        ? `${peer} does not answer ${ports.region}.`
        : `${peer} answers ${ports.region}.`;
      const title = alarmTitle("region-unreachable", peer);
      await tell({ name: "region-unreachable", region: peer, state, at: turn.since, title, reason });
    },
  };
}
