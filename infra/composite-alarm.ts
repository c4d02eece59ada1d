import { alarmTitle } from "../packages/service/src/monitoring/alarm-title";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import { alarmLabel, alarmName } from "./alarm-names";
import type { RegionContext } from "./regions";

/** One alarm that speaks for several: in alarm while any of them is. */
export function compositeAlarm(
  name: AlarmName,
  region: RegionContext,
  members: readonly aws.cloudwatch.MetricAlarm[],
): aws.cloudwatch.CompositeAlarm {
  return new aws.cloudwatch.CompositeAlarm(
    `Alarm${alarmLabel(name)}${region.label}`,
    {
      alarmName: alarmName(name, region.name),
      alarmDescription: alarmTitle(name, region.name),
      alarmRule: $util
        .all(members.map((member) => member.name))
        .apply((names) => names.map((one) => `ALARM("${one}")`).join(" OR ")),
    },
    { provider: region.provider, dependsOn: [...members] },
  );
}
