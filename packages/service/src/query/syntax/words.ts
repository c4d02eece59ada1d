/** So many characters of a text are looked at: an event's message, a frame's file. */
const CHARS_MAX = 2_000;
const WORD_CHARS_MAX = 40;

/** Scripts that are written without spaces are split into pairs of characters. */
const UNSPACED =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const RUNS = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, "gu");
const ASCII_ONLY = /^[\0-\x7f]*$/;
const ASCII_RUNS = /[A-Za-z0-9]+/g;

/**
 * The words of a text, in their order and in lower case: runs of letters and digits. In a query as in an event, so that what
 * was copied from one is found by it.
 */
export function wordsOf(text: string): string[] {
  const short = text.slice(0, CHARS_MAX);
  if (ASCII_ONLY.test(short)) return (short.toLowerCase().match(ASCII_RUNS) ?? []).map(cut);
  const runs = short.normalize("NFKC").toLowerCase().match(RUNS) ?? [];
  return runs.flatMap((run) => (IS_UNSPACED.test(run) ? pairsIn(run) : [cut(run)]));
}

/** Each two characters that stand beside each other: whatever part of such a text has two is found. */
function pairsIn(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, place) => `${characters[place]}${character}`);
}

const cut = (word: string): string => (word.length > WORD_CHARS_MAX ? word.slice(0, WORD_CHARS_MAX) : word);

/** The same, and each two neighbours together, joined by a space: what a phrase is found by. */
export function phrasesOf(text: string): string[] {
  const words = wordsOf(text);
  const pairs = words.slice(1).map((word, place) => `${words[place]} ${word}`);
  return [...words, ...pairs];
}
