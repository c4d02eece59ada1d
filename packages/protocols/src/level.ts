import type { Level } from "@faultline/core/report";

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ["fatal", "fatal"],
  ["critical", "fatal"],
  ["alert", "fatal"],
  ["emergency", "fatal"],
  ["crit", "fatal"],
  ["emerg", "fatal"],
  ["panic", "fatal"],
  ["error", "error"],
  ["err", "error"],
  ["severe", "error"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["notice", "info"],
  ["deprecated", "info"],
  ["info", "info"],
  ["information", "info"],
  ["informational", "info"],
  ["log", "info"],
  ["debug", "debug"],
  ["trace", "debug"],
  ["verbose", "debug"],
]);

/** What a client's word for a severity means; `error` for none and for one nobody knows. */
export const levelOf = (word: string | undefined): Level =>
  LEVELS.get((word ?? "").trim().toLowerCase()) ?? numbered(word) ?? "error";

/** Python's logging counts in tens, and its older clients send the number. */
function numbered(word: string | undefined): Level | undefined {
  if (word === undefined || !/^\d{1,3}$/.test(word)) return undefined;
  const levels: readonly Level[] = ["debug", "debug", "info", "warning", "error", "fatal"];
  return levels[Math.min(5, Math.floor(Number(word) / 10))];
}
