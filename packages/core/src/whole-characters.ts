const FOLLOWING = 8;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text, so many UTF-16 units of it at the most, cut between characters as people see them. */
export const cut = (text: string, charsMax: number): string =>
  written(text, charsMax, (character) => character);

/**
 * The text as `write` writes each character of it, cut between them, so that what is written has so many UTF-16 units at
 * the most: never within an entity or an escape. A vendor that counts characters counts no more. `write` looks at no
 * more than one character.
 */
export function written(text: string, charsMax: number, write: (text: string) => string): string {
  // To find where characters end takes long; nearly everything is short.
  const whole = text.length <= charsMax ? write(text.toWellFormed()) : undefined;
  if (whole !== undefined && whole.length <= charsMax) return whole;
  // Whether a character ends there, what follows says.
  const start = text.slice(0, charsMax + FOLLOWING).toWellFormed();
  const characters = graphemes.segment(start);
  const endBefore = (at: number): number => characters.containing(at)?.index ?? start.length;
  let fits = 0;
  let tooLong = Math.min(charsMax, start.length) + 1;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (write(start.slice(0, endBefore(middle))).length <= charsMax) fits = middle;
    else tooLong = middle;
  }
  return write(start.slice(0, endBefore(fits)));
}
