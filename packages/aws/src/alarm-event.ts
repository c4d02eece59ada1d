import { parseTime } from "@faultline/core/time";
import { alarmTitle } from "@faultline/service/monitoring/alarm-title";
import type { AlarmState } from "@faultline/service/monitoring/rows";
import { sectionOf } from "@faultline/service/monitoring/runbook/runbook";
import type { AlarmChange } from "@faultline/service/monitoring/take-alarm";
import type { Region } from "@faultline/service/ports";
import * as z from "zod";

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html

const STATES: ReadonlyMap<string, AlarmState> = new Map([
  ["ALARM", "alarm"],
  ["OK", "ok"],
  ["INSUFFICIENT_DATA", "insufficient_data"],
]);

const State = z.looseObject({
  value: z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"]),
  reason: z.string().default(""),
  reasonData: z.string().optional(),
  timestamp: z.string(),
});

/** An event of EventBridge about one alarm. Loose: AWS adds keys. */
export const AlarmEvent = z.looseObject({
  "detail-type": z.literal("CloudWatch Alarm State Change"),
  time: z.string(),
  region: z.string(),
  resources: z.tuple([z.string()]),
  detail: z.looseObject({
    alarmName: z.string(),
    configuration: z.looseObject({ description: z.string().optional() }).default({}),
    previousState: State.optional(),
    state: State,
  }),
});
export type AlarmEvent = z.infer<typeof AlarmEvent>;

/** What an event says, in our words. Our alarms are called `<prefix>-<name>-<region it is about>`. */
export function alarmChange(event: AlarmEvent, prefix: string, regions: readonly Region[]): AlarmChange {
  const { detail, resources, region: where } = event;
  const { state, previousState, alarmName, configuration } = detail;
  const { name, region } = namesIn(alarmName, prefix, regions) ?? { name: alarmName, region: where };
  const section = sectionOf(name);
  const wasInAlarm = previousState?.value === "ALARM";
  return {
    id: resources[0],
    name,
    region,
    state: STATES.get(state.value) ?? "insufficient_data",
    at: parseTime(state.timestamp) ?? parseTime(event.time) ?? 0,
    began: wasInAlarm ? parseTime(previousState.timestamp) : undefined,
    title: section ? alarmTitle(name, region) : (configuration.description ?? alarmName),
    reason: state.reason,
    group: section?.within,
    details: { arn: resources[0], figures: figuresOf(state.reasonData), alarm: configuration },
  };
}

function namesIn(alarmName: string, prefix: string, regions: readonly Region[]) {
  const region = regions.find((candidate) => alarmName.endsWith(`-${candidate}`));
  if (region === undefined || !alarmName.startsWith(`${prefix}-`)) return undefined;
  return { name: alarmName.slice(prefix.length + 1, -region.length - 1), region };
}

/** JSON as AWS writes it into a text; kept as it is when it is not. */
function figuresOf(reasonData: string | undefined): unknown {
  try {
    return reasonData === undefined ? undefined : JSON.parse(reasonData);
  } catch {
    // Whatever it says, it says it to people.
    return reasonData;
  }
}
