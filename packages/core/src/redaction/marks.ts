import type { Reader } from "./reader.js";

/** A quotation mark as it is written: `"`, `\"` within a text of JSON, `\\\"` one level deeper, `&quot;`, `%22`. */
interface Mark {
  readonly spelling: string;
  /** Backslashes before it; those of a deeper level are more. */
  readonly depth: number;
  readonly end: number;
}

const PLAIN = new Set(['"', "'", "`"]);
const AFTER_BACKSLASH = ["u0022", "u0027", "x22", "x27"];
const SPELLED = ["&quot;", "&#34;", "&#034;", "&#x22;", "&apos;", "&#39;", "&#039;", "&#x27;", "%22", "%27"];
const PAIRED = new Map(["“”", "‘’", "«»", "「」", "„“"].map(([open = "", close = ""]) => [open, close]));
const CLOSING = new Set(PAIRED.values());

/** The quotation mark that stands at `at`, in any spelling. */
export function markAt(text: string, at: number): Mark | undefined {
  let place = at;
  while (text[place] === "\\") place++;
  const depth = place - at;
  const char = text[place];
  if (char === undefined) return undefined;
  if (PLAIN.has(char)) return { spelling: char, depth, end: place + 1 };
  if (depth > 0) return spelledAt(AFTER_BACKSLASH, text, place, depth);
  if (PAIRED.has(char) || CLOSING.has(char)) return { spelling: char, depth, end: place + 1 };
  return char === "&" || char === "%" ? spelledAt(SPELLED, text, place, 0) : undefined;
}

function spelledAt(spellings: readonly string[], text: string, at: number, depth: number): Mark | undefined {
  const found = spellings.find((spelling) => text.startsWith(spelling, at));
  if (found === undefined) return undefined;
  const spelling = depth > 0 ? `\\${found}` : found;
  return { spelling, depth: 0, end: at + found.length };
}

/** What stands between an opening mark and the one that closes it; up to the end of the text when none does within `max`. */
export function quoted(reader: Reader, open: Mark, max = Infinity): { innerEnd: number; end: number } {
  if (!PLAIN.has(open.spelling)) {
    const spelling = PAIRED.get(open.spelling) ?? open.spelling;
    const at = reader.next(spelling, open.end);
    return { innerEnd: at, end: Math.min(at + spelling.length, reader.text.length) };
  }
  const repeated = repeatedMark(reader.text, open);
  if (repeated) {
    const at = reader.next(repeated, open.end + repeated.length - 1);
    return { innerEnd: at, end: Math.min(at + repeated.length, reader.text.length) };
  }
  return closing(reader, open, max);
}

/** `""` of CSV and `"""` of Python, when they open a text and are not an empty one. */
function repeatedMark(text: string, { spelling, depth, end }: Mark): string | undefined {
  if (depth > 0 || text[end] !== spelling) return undefined;
  if (text[end + 1] === spelling) return spelling.repeat(3);
  return /[\w$/+!@#%^*~-]/.test(text[end + 1] ?? "") ? spelling.repeat(2) : undefined;
}

/**
 * A mark closes unless more backslashes stand before it than its level has: at level `d` an escaped one has
 * between `d + 1` and `2d + 1` of them, beside pairs that are backslashes of the value itself.
 */
function closing(reader: Reader, open: Mark, max: number): { innerEnd: number; end: number } {
  const { text } = reader;
  const { spelling, depth, end: from } = open;
  let at = reader.next(spelling, from);
  while (at < text.length && at - from <= max) {
    const own = backslashesBefore(text, at, from) % (2 * depth + 2);
    const isDoubled = at > from && isDoubledAt(text, at, open);
    if (own <= depth && !isDoubled) return { innerEnd: at - own, end: at + 1 };
    at = reader.next(spelling, at + (isDoubled ? 2 : 1));
  }
  return { innerEnd: text.length, end: text.length };
}

function backslashesBefore(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && text[start - 1] === "\\") start--;
  return at - start;
}

/** SQL's and YAML's `'it''s'`. */
const isDoubledAt = (text: string, at: number, { spelling, depth }: Mark): boolean =>
  spelling === "'" && depth === 0 && text[at + 1] === "'" && /\w/.test(text[at + 2] ?? "");
