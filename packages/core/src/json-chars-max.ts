/** The most that one character takes: `\u0000`. */
const ESCAPED_MAX = 6;
/** The most that one takes which is neither a control character nor half of a pair: `\"`. */
const PRINTABLE_MAX = 2;
/** Of what JSON writes with a letter alone (`\\t`), what is frequent. Half of a pair is met only where the other is missing. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const NUMBER_MAX = 25;
const WORD_MAX = 5;

type TextMax = (text: string) => number;
const roughly: TextMax = (text) => ESCAPED_MAX * text.length;
const closely: TextMax = (text) => (UNPRINTABLE.test(text) ? ESCAPED_MAX : PRINTABLE_MAX) * text.length;

/**
 * True when a value that came out of JSON certainly takes no more than so many characters as JSON. Where this says no, printing
 * it tells: that takes several times as long, and most values are far from any limit.
 */
export const surelyFits = (value: unknown, charsMax: number): boolean =>
  charsMaxOf(value, charsMax, roughly) <= charsMax || charsMaxOf(value, charsMax, closely) <= charsMax;

/** What it takes at the most; once that is beyond `enough`, no matter by how much. */
function charsMaxOf(value: unknown, enough: number, textMax: TextMax): number {
  if (typeof value === "string") return textMax(value) + 2;
  if (typeof value === "number") return NUMBER_MAX;
  if (typeof value !== "object" || value === null) return WORD_MAX;
  let chars = 2;
  if (Array.isArray(value)) {
    for (const entry of value) {
      chars += charsMaxOf(entry, enough, textMax) + 1;
      if (chars > enough) return chars;
    }
    return chars;
  }
  return objectCharsMax(value, enough, textMax);
}

function objectCharsMax(object: object, enough: number, textMax: TextMax): number {
  let chars = 2;
  for (const name in object) {
    const value: unknown = Reflect.get(object, name);
    if (value === undefined) continue;
    chars += textMax(name) + 4 + charsMaxOf(value, enough, textMax);
    if (chars > enough) return chars;
  }
  return chars;
}
