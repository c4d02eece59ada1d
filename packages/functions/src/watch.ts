import { AlarmEvent } from "@faultline/aws/alarm-event";
import { logBatch } from "@faultline/aws/logs-event";
import { roundOf } from "@faultline/aws/watch-round";
import { watched } from "@faultline/aws/watched";
import { awsWatcher } from "@faultline/aws/watcher";
import { awsWorld } from "@faultline/aws/world";

const world = awsWorld("watch");
const watcher = awsWatcher(world);
const MISSED = "missed";

const work = watched(world, "watch", async (event: unknown) => {
  const alarm = AlarmEvent.safeParse(event).data;
  if (alarm) return watcher.takeAlarm(alarm);
  const batch = logBatch(event);
  if (batch) return watcher.takeLogs(batch);
  if (roundOf(event) !== "check") return watcher.lookAround();
  return (await watcher.check()) ? "seen" : MISSED;
});

/**
 * An alarm's change, from EventBridge of either region; a function's log; a synthetic check; else a look around.
 * A check that was not seen ends as an error of the function: Lambda counts it for nothing and tries twice more, and an
 * alarm judges that count, so it needs no metric of ours.
 */
export const handler = async (event: unknown): Promise<unknown> => {
  const done = await work(event);
  if (done === MISSED) throw new Error("a synthetic check was not seen: the line before says where");
  return done;
};
