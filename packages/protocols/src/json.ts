import { parsedJson } from "@faultline/core/parsed-json";
import { VisibleError } from "@faultline/core/visible-error";

/** No report is nested so deep; parsing what is takes a hundred times its size. */
const DEPTH_MAX = 10_000;

// Making one takes longer than decoding a small body.
const strict = new TextDecoder("utf-8", { fatal: true });
const loose = new TextDecoder();

/** The JSON a body holds. Throws `invalid_json` for anything that is not UTF-8 JSON, or nested beyond all reason. */
export function parseJson(body: Uint8Array): unknown {
  if (isTooDeep(body)) throw invalid(`is nested more than ${DEPTH_MAX} levels deep`);
  try {
    return JSON.parse(strict.decode(body));
  } catch (error) {
    const isSyntax = error instanceof SyntaxError;
    throw invalid(isSyntax ? "is not JSON (NaN and Infinity are not either)" : "is not UTF-8");
  }
}

/**
 * The JSON a body holds, for wires whose clients do not retry what is refused: bytes that are not UTF-8 become
 * `\uFFFD`, and the `NaN` and `Infinity` that Python writes (`nan` and `inf` in C) become null, and a backslash
 * before what JSON knows no escape of stands for itself. Throws `invalid_json` for all else.
 */
export function parseLooseJson(body: Uint8Array): unknown {
  if (isTooDeep(body)) throw invalid(`is nested more than ${DEPTH_MAX} levels deep`);
  const text = loose.decode(body);
  const json = attempt(text) ?? (MENDABLE.test(text) ? attempt(withoutNaN(withEscapes(text))) : undefined);
  if (json === undefined) throw invalid("is not JSON");
  return json;
}

/** A bare null means as much as nothing, to every wire. */
const attempt = (text: string): unknown => parsedJson(text) ?? undefined;

const MENDABLE = /nan|inf|\\/i;

/** The text with a backslash more where one begins no escape: `\x41`, or a `\u` of fewer than four digits. */
const withEscapes = (text: string): string => text.replace(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|(\\)/g, "$&$1");

/** Python's, and what C prints. */
const NOT_A_NUMBER = /-?(?:NaN|Infinity|nan|inf(?:inity)?)\b/y;
const FIRSTS = new Set("-NnIi");

/**
 * The text with null for what is no number in JSON, where it stands outside of texts. Looks at each character once: a
 * pattern that skips whole texts would begin anew at each quote of one that never ends.
 */
function withoutNaN(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let place = 0; place < text.length; place++) {
    const sign = text.charAt(place);
    if (sign === '"') place = endOfText(text, place);
    if (!FIRSTS.has(sign)) continue;
    NOT_A_NUMBER.lastIndex = place;
    if (!NOT_A_NUMBER.test(text)) continue;
    kept.push(text.slice(from, place), "null");
    from = NOT_A_NUMBER.lastIndex;
    place = from - 1;
  }
  return kept.join("") + text.slice(from);
}

/** Where the quote is that ends a text, or the end of all. */
function endOfText(text: string, start: number): number {
  let place = start + 1;
  while (place < text.length && text.charCodeAt(place) !== QUOTE)
    place += text.charCodeAt(place) === BACKSLASH ? 2 : 1;
  return place;
}

const invalid = (why: string): VisibleError =>
  new VisibleError("bad_request", "invalid_json", `Send JSON in UTF-8: the body ${why}.`);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** `[` and `{`, by which a level is entered. In ASCII, square and curly brackets differ by one bit, as letters by their case. */
const opens = (byte: number): boolean => (byte & ~0x20) === 0x5b;

/** `]` and `}` lead back. */
function stepOf(byte: number): number {
  if (opens(byte)) return 1;
  return (byte & ~0x20) === 0x5d ? -1 : 0;
}

/** Most bodies have fewer brackets in all than levels are allowed, which is quickly seen. */
function isTooDeep(body: Uint8Array): boolean {
  if (body.length <= DEPTH_MAX) return false;
  let brackets = 0;
  // Not `for … of`: it takes ten times as long.
  for (let place = 0; place < body.length; place++) if (opens(body[place] ?? 0)) brackets += 1;
  return brackets > DEPTH_MAX && deepest(body) > DEPTH_MAX;
}

/** Counts brackets outside of texts. Bytes of longer UTF-8 characters are none of these. */
function deepest(body: Uint8Array): number {
  let depth = 0;
  let isText = false;
  for (let place = 0; place < body.length && depth <= DEPTH_MAX; place++) {
    const byte = body[place] ?? 0;
    if (byte === QUOTE) isText = !isText;
    else if (!isText) depth += stepOf(byte);
    else if (byte === BACKSLASH) place += 1;
  }
  return depth;
}
