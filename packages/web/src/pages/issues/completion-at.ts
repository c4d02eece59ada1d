/** Keys of a search that any event may meet, and those that tell issues apart. Beside them, every tag is one. */
export const EVENT_KEYS = [
  "env",
  "release",
  "level",
  "type",
  "user",
  "file",
  "function",
  "handled",
  "browser",
  "os",
  "runtime",
  "device",
  "server",
  "transaction",
  "title",
  "message",
  "has",
] as const;
export const ISSUE_KEYS = ["is", "assignee", "firstSeen", "lastSeen"] as const;

/** What of a search is being written at the caret: a key, or what follows one. */
export interface Writing {
  /** The key whose value is written; undefined while it is a key, or a word. */
  readonly key: string | undefined;
  /** As far as it is written, without quotes. */
  readonly typed: string;
  /** What a completion takes the place of, in characters of the search. */
  readonly from: number;
  readonly to: number;
}

/** What is being written at a place of a search. */
export function writingAt(text: string, caret: number): Writing {
  const start = tokenStart(text, caret);
  const from = text[start] === "-" ? start + 1 : start;
  const before = text.slice(from, caret);
  const rest = /^[^\s"]*/.exec(text.slice(caret))?.[0].length ?? 0;
  const to = caret + rest;
  const [, key, value] = /^([^\s":]+):(.*)$/s.exec(before) ?? [];
  if (key === undefined || value === undefined) return { key: undefined, typed: before, from, to };
  const isQuoted = value.startsWith('"');
  const typed = isQuoted ? value.slice(1).replace(/\\(["\\])/g, "$1") : value;
  const closing = isQuoted && text[to] === '"' ? 1 : 0;
  return { key, typed, from: from + key.length + 1, to: to + closing };
}

/** Where the term begins that a place is in: after the last space outside quotes. */
function tokenStart(text: string, caret: number): number {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < caret; at++) {
    if (text[at] === '"' && text[at - 1] !== "\\") isQuoted = !isQuoted;
    else if (!isQuoted && /\s/.test(text[at] ?? "")) start = at + 1;
  }
  return start;
}

/** What may stand before a colon: tags may have other names, too, which no search can ask for. */
const KEY = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/** Keys that begin as what is written does, and names of tags behind them; none for what is written whole. */
export function keysFor(
  { key, typed }: Writing,
  keys: readonly string[],
  tags: readonly string[] = [],
): readonly string[] {
  if (key !== undefined) return [];
  const begins = typed.toLowerCase();
  const written = tags.filter((tag) => KEY.test(tag));
  return [...new Set([...keys, ...written])].filter((one) => one.toLowerCase().startsWith(begins));
}

/** Needs no quotes in a search. */
const PLAIN = /^[\p{L}\p{N}_.@/+-]+$/u;
const IS_TIME = /seen$/i;

/** The search with a key or value in place of what is written, and where the caret stands then. */
export function completed(
  text: string,
  { key, from, to }: Writing,
  chosen: string,
): { readonly text: string; readonly caret: number } {
  const isPlain = key === undefined || IS_TIME.test(key) || PLAIN.test(chosen);
  const word = isPlain ? chosen : `"${chosen.replace(/["\\]/g, "\\$&")}"`;
  const put = key === undefined ? `${word}:` : `${word} `;
  const after = text.slice(to);
  return {
    text: text.slice(0, from) + put + (put.endsWith(" ") ? after.trimStart() : after),
    caret: from + put.length,
  };
}
