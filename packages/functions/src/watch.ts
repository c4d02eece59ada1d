import { AlarmEvent } from "@faultline/aws/alarm-event";
import { watched } from "@faultline/aws/watched";
import { awsWatcher } from "@faultline/aws/watcher";
import { awsWorld } from "@faultline/aws/world";

const world = awsWorld();
const watcher = awsWatcher(world);

/** An alarm's change, from EventBridge of either region; else the minute: canary, health checks, figures. */
export const handler = watched(world, "watch", async (event: unknown) => {
  const alarm = AlarmEvent.safeParse(event).data;
  return alarm ? watcher.takeAlarm(alarm) : watcher.lookAround();
});
