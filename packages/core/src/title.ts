import { isMadeUp } from "./grouping/v2/class-name.js";
import { cut } from "./whole-characters.js";

const CHARS_MAX = 300;

/** The first line of a text that says something. */
export const firstLine = (text: string): string =>
  text
    .trimStart()
    .split(/[\n\r\u2028\u2029]/, 1)[0]
    ?.trim() ?? "";

/** One line that names an issue: `TypeError: x is not a function`. */
export function title(type: string, message: string): string {
  const text =
    [isMadeUp(type) ? "" : type, firstLine(message)]
      .filter((part) => part !== "" && part !== "_")
      .join(": ") || "(no message)";
  return text.length > CHARS_MAX ? `${cut(text, CHARS_MAX - 1)}…` : text.toWellFormed();
}
