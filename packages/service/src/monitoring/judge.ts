import type { OwnAlarm } from "./own-alarms.js";
import type { AlarmState } from "./rows.js";

/** A minute's figure; undefined when it had no value. */
type MinuteOf = (minutesAgo: number) => number | undefined;

interface Judged {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * What the last minutes make of an alarm, the present one included where it can only get worse. `known`: how many whole
 * minutes there is anything to know of; a process that began just now is not missing anything yet.
 */
export function judge(alarm: OwnAlarm, minuteOf: MinuteOf, known: number): Judged {
  const { of, minutes, is, threshold, missing, metric, statistic } = alarm;
  // What is missing in the present minute may still come.
  const first = is === "below" ? 1 : 0;
  if (is === "below" && known < of)
    return { state: "insufficient_data", reason: `${known} of ${of} minutes are known.` };
  const figures = Array.from({ length: of }, (_, place) => minuteOf(first + place));
  const bad = figures.filter((figure) => isBad(alarm, figure, missing === "bad"));
  const told = figures
    .map((figure) => (figure === undefined ? "none" : String(Math.round(figure))))
    .reverse();
  const figureText = `${statistic} of ${metric} in the last ${of} min: ${told.join(", ")}`;
  if (bad.length < minutes) return { state: "ok", reason: `${figureText}.` };
  return { state: "alarm", reason: `${figureText}; ${minutes} of ${of} ${is} ${threshold}.` };
}

function isBad({ is, threshold }: OwnAlarm, figure: number | undefined, isMissingBad: boolean): boolean {
  if (figure === undefined) return isMissingBad;
  return is === "above" ? figure > threshold : figure < threshold;
}
