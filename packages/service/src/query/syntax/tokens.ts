import { BadQuery } from "./bad-query.js";

/** A piece of a query between spaces, as it was typed. Positions in characters from 0 on. */
export interface Token {
  readonly at: number;
  readonly end: number;
  readonly isNegated: boolean;
  /** What stands before the first colon; undefined for plain text. */
  readonly key: string | undefined;
  readonly valueAt: number;
  /** What follows, without its quotes. */
  readonly value: string;
  readonly isQuoted: boolean;
}

const KEY = /^([\p{L}\p{N}_][\p{L}\p{N}_.-]*):(?!:)/u;

/** The pieces of a query. Throws `BadQuery` where quotes do not end. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < text.length) {
    if (/\s/.test(text.charAt(place))) {
      place += 1;
      continue;
    }
    const token = tokenAt(text, place);
    tokens.push(token);
    place = token.end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const isNegated = text.charAt(at) === "-" && /[^\s-]/.test(text.charAt(at + 1));
  const start = isNegated ? at + 1 : at;
  const key = keyAt(text, start);
  const valueAt = key === undefined ? start : start + key.length + 1;
  const { value, end, isQuoted } = valueFrom(text, valueAt);
  return { at, end, isNegated, key, valueAt, value, isQuoted };
}

/** The key that begins here. `http://…` and a colon at the end of a word are text. */
function keyAt(text: string, start: number): string | undefined {
  const [, key] = KEY.exec(text.slice(start, start + 300)) ?? [];
  if (key === undefined) return undefined;
  const rest = text.slice(start + key.length + 1, start + key.length + 3);
  return rest === "//" ? undefined : key;
}

function valueFrom(text: string, from: number): Pick<Token, "value" | "end" | "isQuoted"> {
  if (text.charAt(from) !== '"') {
    const end = text.slice(from).search(/\s/);
    const last = end < 0 ? text.length : from + end;
    return { value: text.slice(from, last), end: last, isQuoted: false };
  }
  let value = "";
  for (let place = from + 1; place < text.length; place++) {
    const character = text.charAt(place);
    if (character === '"') return ended(text, { value, from, end: place + 1 });
    const isEscape = character === "\\" && /["\\]/.test(text.charAt(place + 1));
    if (isEscape) place += 1;
    value += text.charAt(place);
  }
  throw new BadQuery(
    from,
    1,
    'this quote has no end. Write a second ", or \\" for one that belongs to the text.',
  );
}

/** A `*` may follow the quotes, nothing else. */
function ended(
  text: string,
  { value, from, end }: { readonly value: string; readonly from: number; readonly end: number },
): Pick<Token, "value" | "end" | "isQuoted"> {
  const next = text.charAt(end);
  if (next === "" || /\s/.test(next)) return { value, end, isQuoted: true };
  throw new BadQuery(from, end - from, "leave a space after the closing quote.");
}
