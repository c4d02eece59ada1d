import { VisibleError } from "@faultline/core/visible-error";

/** Where Faultline keeps its own alarms and faults. */
export const OWN_PROJECT = "faultline";
/** Where synthetic checks go: a known event each minute and region, which nobody needs in a list. */
export const SYNTHETIC_CHECK_PROJECT = "faultline-canary";

const NAMES: readonly string[] = [OWN_PROJECT, SYNTHETIC_CHECK_PROJECT];

export const isBuiltIn = (project: string): boolean => NAMES.includes(project);

/** Throws `built_in_project` for one that has to stay. */
export function refuseBuiltIn(project: string): void {
  if (!isBuiltIn(project)) return;
  throw new VisibleError(
    "conflict",
    "built_in_project",
    "This project is where Faultline reports itself: it stays, and nobody else posts to it.",
  );
}

/**
 * Throws `bad_project_name` for a new name that people would take for a built-in one: other case, punctuation, accents, or
 * letters of another alphabet. https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function refuseLookAlike(name: string): void {
  if (isBuiltIn(name) || !SKELETONS.includes(skeleton(name))) return;
  throw new VisibleError(
    "bad_request",
    "bad_project_name",
    `This name looks like ${OWN_PROJECT}, where Faultline reports itself; choose another one.`,
  );
}

/** Letters and signs that look like one of those in the built-in names. `i`, `l` and `1` are one. */
const ALIKE: readonly (readonly [string, string])[] = [
  ["a", "аα@4ɑ"],
  ["c", "сϲⅽ"],
  ["e", "еєε3ҽ"],
  ["f", "ƒϝғ"],
  ["l", "iі1|!ıιӏłⅰⅼ"],
  ["n", "пηոռ"],
  ["r", "гꭇ"],
  ["t", "тτ+"],
  ["u", "υսμцᴜ"],
  ["y", "уγү"],
];
const LOOKS = new Map(ALIKE.flatMap(([letter, others]) => [...others].map((other) => [other, letter])));

function skeleton(name: string): string {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{P}_]/gu, (sign) => LOOKS.get(sign) ?? "");
  return [...letters].map((letter) => LOOKS.get(letter) ?? letter).join("");
}

const SKELETONS = NAMES.map(skeleton);
