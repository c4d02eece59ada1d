import { REGIONS } from "../stories/running-world.js";
import type { Attempt } from "./attempt.js";

/** Something that was done to the world. */
export interface Happening {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly what: string;
}

export const LEGEND = `${REGIONS.map((region, place) => `${letterOf(place)} accepted by ${region}`).join(", ")}, r sent again, x refused or not answered`;

const SECOND = 1000;

/** The second's line: a letter for each so many requests, how many there were, and what happened. */
export function line(
  attempts: readonly Attempt[],
  happenings: readonly Happening[],
  { from, second, requestsALetter }: { from: number; second: number; requestsALetter: number },
): string {
  const start = from + second * SECOND;
  const isWithin = (at: number): boolean => at >= start && at < start + SECOND;
  const ended = attempts.filter(({ endedAt }) => isWithin(endedAt));
  const bars = [
    ...REGIONS.map((region, place): [string, number] => [
      letterOf(place),
      ended.filter((one) => one.end === "accepted" && one.region === region).length,
    ]),
    ["r", ended.filter(({ end }) => end === "again").length] satisfies [string, number],
    ["x", ended.filter(({ end }) => end === "lost").length] satisfies [string, number],
  ];
  // Few of a kind still show as one letter: a second without any is another thing than one with some.
  const bar = bars.map(([letter, count]) => letter.repeat(Math.ceil(count / requestsALetter))).join("");
  const numbers = bars.map(([letter, count]) => (count > 0 ? `${letter} ${count}` : "")).filter(Boolean);
  const done = happenings.filter(({ at }) => isWithin(at)).map(({ what }) => `<- ${what}`);
  return [String(second).padStart(4), bar.padEnd(48), numbers.join(" ").padEnd(24), ...done]
    .join("  ")
    .trimEnd();
}

function letterOf(place: number): string {
  return "ab".charAt(place);
}
