import { METRICS } from "../packages/service/src/metrics";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import type { AlarmSpec } from "./alarm-spec";
import { ALARMS, LAST_RESORT } from "./alarms";
import type { Settings } from "./settings";

/** A synthetic check goes all the way, so it misses whatever the others would name; besides it what it does not pass. */
const FEW: readonly AlarmName[] = ["region-unreachable", "canary-missing", "deliveries-failing"];

type Choice = Pick<Settings, "monitoring">;

/** Minutes from one synthetic check to the next. */
export const syntheticCheckMinutes = ({ monitoring }: Choice): 1 | 5 => (monitoring.alarms === "all" ? 1 : 5);

/** The alarms that each region of a deployment has. */
export function chosenAlarms(settings: Choice): readonly AlarmSpec[] {
  const { alarms } = settings.monitoring;
  if (alarms === "none") return [];
  const chosen = alarms === "all" ? ALARMS : ALARMS.filter(({ name }) => FEW.includes(name));
  return chosen.map((spec) => paced(spec, syntheticCheckMinutes(settings)));
}

/** The one that mails; undefined where nobody gets it. */
export const chosenLastResort = (settings: Choice): AlarmSpec | undefined =>
  settings.monitoring.alarms === "none" || settings.monitoring.lastResortEmail === undefined
    ? undefined
    : paced(LAST_RESORT, syntheticCheckMinutes(settings));

/** An alarm on synthetic checks looks at as many of them, but for the time of at least two. */
function paced(spec: AlarmSpec, minutes: 1 | 5): AlarmSpec {
  const isOnSyntheticCheck = Object.values(spec.watched).some(
    ({ metric }) => metric === METRICS.syntheticCheckMilliseconds,
  );
  if (!isOnSyntheticCheck || minutes === 1) return spec;
  const periods = Math.max(2, Math.ceil(spec.periods / minutes));
  return { ...spec, periodSeconds: 300, periods, of: periods };
}
