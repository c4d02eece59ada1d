import type { Level } from "@faultline/core/report";

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ["fatal", "fatal"],
  ["critical", "fatal"],
  ["alert", "fatal"],
  ["emergency", "fatal"],
  ["error", "error"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["notice", "info"],
  ["deprecated", "info"],
  ["info", "info"],
  ["log", "info"],
  ["debug", "debug"],
  ["trace", "debug"],
]);

/** What a client's word for a severity means; `error` for none and for one nobody knows. */
export const levelOf = (word: string | undefined): Level => LEVELS.get((word ?? "").toLowerCase()) ?? "error";
