import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";

/** What the names of all alarms of this deployment begin with; `watch` tells ours from others by it. */
export const alarmPrefix = (): string => `${$app.name}-${$app.stage}`;

/** An alarm's name on AWS: what it is, and which region it is about. */
export const alarmName = (name: AlarmName, region: string): string => `${alarmPrefix()}-${name}-${region}`;

/** The same as a part of a resource's name: `RegionUnreachable`. */
export const alarmLabel = (name: AlarmName): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
