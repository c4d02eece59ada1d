import { AlarmEvent } from "@faultline/aws/alarm-event";
import { logBatch } from "@faultline/aws/logs-event";
import { watched } from "@faultline/aws/watched";
import { awsWatcher } from "@faultline/aws/watcher";
import { awsWorld } from "@faultline/aws/world";

const world = awsWorld("watch");
const watcher = awsWatcher(world);

/** An alarm's change, from EventBridge of either region; a function's log; else the minute: synthetic check, checks, figures. */
export const handler = watched(world, "watch", async (event: unknown) => {
  const alarm = AlarmEvent.safeParse(event).data;
  if (alarm) return watcher.takeAlarm(alarm);
  const batch = logBatch(event);
  return batch ? watcher.takeLogs(batch) : watcher.lookAround();
});
