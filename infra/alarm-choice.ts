import { METRICS } from "../packages/service/src/metrics";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import type { AlarmSpec } from "./alarm-spec";
import { ALARMS, API_FAILING_OFTEN, CHECK_MISSING, LAST_RESORT } from "./alarms";
import type { Settings } from "./settings";

/**
 * A synthetic check goes all the way, so it misses whatever the others would name; besides it what it does not pass, and
 * what fails between two of them.
 */
const FEW: readonly AlarmName[] = ["deliveries-failing"];

type Choice = Pick<Settings, "monitoring">;

/** Minutes from one round of `watch` to the next: of looking around, and of synthetic checks. */
export const watchMinutes = ({ monitoring }: Choice): { readonly look: 1 | 5; readonly check: 5 | 15 } =>
  monitoring.alarms === "all" ? { look: 1, check: 5 } : { look: 5, check: 15 };

/** The alarms that each region of a deployment has. */
export function chosenAlarms(settings: Choice): readonly AlarmSpec[] {
  const { alarms } = settings.monitoring;
  if (alarms === "none") return [];
  const few = [...ALARMS.filter(({ name }) => FEW.includes(name)), API_FAILING_OFTEN];
  const chosen = alarms === "all" ? ALARMS : few;
  return [CHECK_MISSING[alarms], ...chosen.map((spec) => paced(spec, watchMinutes(settings).check))];
}

/** The one that mails; undefined where nobody gets it. */
export const chosenLastResort = (settings: Choice): AlarmSpec | undefined =>
  settings.monitoring.alarms === "none" || settings.monitoring.lastResortEmail === undefined
    ? undefined
    : paced(LAST_RESORT, watchMinutes(settings).check);

/** Whether an alarm counts synthetic checks: otherwise how long they take is no metric, which would be paid for. */
export const isCheckTimed = (settings: Choice): boolean => chosenLastResort(settings) !== undefined;

/** An alarm on synthetic checks looks at two of them. */
function paced(spec: AlarmSpec, minutes: 5 | 15): AlarmSpec {
  const isOnSyntheticCheck = Object.values(spec.watched).some(
    ({ metric }) => metric === METRICS.syntheticCheckMilliseconds,
  );
  if (!isOnSyntheticCheck) return spec;
  return { ...spec, periodSeconds: minutes === 5 ? 300 : 900, periods: 2, of: 2 };
}
