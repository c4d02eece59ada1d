import type { Metric } from "../metrics.js";
import { OWN_ALARMS } from "./own-alarms.js";
import { type AlarmName, RUNBOOK } from "./runbook/runbook.js";
import { SHOWN } from "./shown-metrics.js";

/** The alarms whose issues a metric explains: those that judge it, and those that speak for them. */
export function alarmsOn(metric: Metric): readonly AlarmName[] {
  const shown = SHOWN.find((one) => one.metric === metric)?.alarms ?? [];
  const judging = [
    ...OWN_ALARMS.filter((alarm) => alarm.metric === metric).map(({ name }) => name),
    ...shown,
  ];
  const speaking = judging.flatMap((name) => {
    const section = RUNBOOK[name];
    return "within" in section ? section.within : [];
  });
  return [...new Set([...judging, ...speaking])];
}
