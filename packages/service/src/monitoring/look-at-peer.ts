import type { IngestPorts } from "../ingest/ingest.js";
import type { Ports, Region } from "../ports.js";
import { alarmTitle } from "./alarm-title.js";
import type { WatchRow } from "./rows.js";
import type { AlarmName } from "./runbook/runbook.js";
import { takeAlarm } from "./take-alarm.js";

/** One look that is bad may be the way there: it is bad once a second one is, so much later. */
const AGAIN_MILLISECONDS = 15_000;

/** Whether something is so, asked once more after a while when it is not. */
export async function isSoAgain(
  { clock }: Pick<Ports, "clock">,
  isSo: () => Promise<boolean>,
): Promise<boolean> {
  if (await isSo()) return true;
  await clock.sleep(AGAIN_MILLISECONDS);
  return isSo();
}

/** What a region has seen of the other one, or of its own synthetic check. */
export interface Look {
  readonly name: Extract<AlarmName, "region-unreachable" | "region-unhealthy" | "canary-slow">;
  readonly region: Region;
  readonly isGood: boolean;
  readonly reason: string;
}

/**
 * An alarm, or its end, where a look differs from the one before, which the rows know. Nobody else could judge it, or
 * not without being paid for: a region that looks is all there is to tell of it, and what it tells lies in the log that both have.
 */
export async function takeLook(
  ports: IngestPorts & Pick<Ports, "view">,
  rows: readonly WatchRow[],
  { name, region, isGood, reason }: Look,
): Promise<void> {
  const known = rows.find((row) => row.kind === "alarm" && row.name === name && row.region === region);
  const isOn = known?.kind === "alarm" && known.state === "alarm";
  if (isOn === !isGood) return;
  await takeAlarm(ports, {
    id: `look:${ports.region}:${name}:${region}`,
    name,
    region,
    state: isGood ? "ok" : "alarm",
    at: ports.clock.now(),
    title: alarmTitle(name, region),
    reason,
  });
}
