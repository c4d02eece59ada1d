import { FINDERS, NAMES } from "./redaction/finders.js";
import { FirstLetters } from "./redaction/first-letters.js";
import { Reader, type Span } from "./redaction/reader.js";
import { REDACTED } from "./redaction/redacted.js";

/** The text with whatever is a secret replaced, in one pass from left to right. */
export type RedactText = (text: string) => string;

const BEGINNINGS = FINDERS.map(({ beginnings }) => beginnings);
const NONE: ReadonlySet<string> = new Set();
const places = new FirstLetters(BEGINNINGS);

const HARMLESS_CHARS_MIN = 8;
const HARMLESS_CHARS_MAX = 200;
const HARMLESS_MAX = 5_000;
const OWN_HARMLESS_MAX = 500;

/** Without a project's own names. */
export const redactText: RedactText = knowingHarmless((text) => redactWith(places, NONE, text), HARMLESS_MAX);

/**
 * The same, with so many texts remembered as they stood that held no secret: files, functions and lines of source repeat from
 * one error to the next. Bounded: when it is full it begins anew.
 */
function knowingHarmless(redact: RedactText, textsMax: number): RedactText {
  const harmless = new Set<string>();
  return (text) => {
    if (text.length < HARMLESS_CHARS_MIN || text.length > HARMLESS_CHARS_MAX) return redact(text);
    if (harmless.has(text)) return text;
    const redacted = redact(text);
    if (redacted !== text) return redacted;
    if (harmless.size >= textsMax) harmless.clear();
    harmless.add(text);
    return text;
  };
}

/** The same, with own names of secrets: in lower case, letters and digits alone. */
export function redactTextAndNames(own: ReadonlySet<string>): RedactText {
  // How the words of a name are parted is not known, so that its first letter has to do.
  const letters = [...own].map((name) => name.slice(0, 1)).filter((letter) => letter !== "");
  const lists = FINDERS.map((finder) => [...finder.beginnings, ...(finder === NAMES ? letters : [])]);
  const withOwn = new FirstLetters(lists);
  return knowingHarmless((text) => redactWith(withOwn, own, text), OWN_HARMLESS_MAX);
}

function redactWith(firstLetters: FirstLetters, own: ReadonlySet<string>, text: string): string {
  let reader: Reader | undefined;
  let result = "";
  let floor = 0;
  firstLetters.each(text, (at, bits) => {
    reader ??= new Reader(text, own);
    for (const span of ask(reader, { at, floor }, bits)) {
      if (!text.startsWith(REDACTED, span.start)) result += text.slice(floor, span.start) + REDACTED;
      else result += text.slice(floor, span.end);
      floor = span.end;
    }
    return Math.max(floor, at + 1);
  });
  return floor === 0 ? text : result + text.slice(floor);
}

function ask(reader: Reader, place: { at: number; floor: number }, bits: number): readonly Span[] {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const index = 31 - Math.clz32(rest & -rest);
    if (place.at < (reader.passed[index] ?? 0)) continue;
    const found = FINDERS[index]?.find(reader, place);
    if (typeof found === "number") reader.passed[index] = found;
    const spans = spansOf(found);
    if (spans.length > 0) return spans;
  }
  return NOTHING;
}

const NOTHING: readonly Span[] = [];

function spansOf(found: Span | readonly Span[] | number | undefined): readonly Span[] {
  if (typeof found !== "object") return NOTHING;
  return "start" in found ? [found] : found;
}
