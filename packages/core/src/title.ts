import { isMadeUp } from "./grouping/v2/class-name.js";

const CHARS_MAX = 300;

/** One line that names an issue: `TypeError: x is not a function`. */
export function title(type: string, message: string): string {
  const firstLine = message.split("\n", 1)[0]?.trim() ?? "";
  const text =
    [isMadeUp(type) ? "" : type, firstLine].filter((part) => part !== "" && part !== "_").join(": ") ||
    "(no message)";
  return text.length > CHARS_MAX ? `${text.slice(0, CHARS_MAX - 1)}…`.toWellFormed() : text;
}
