import { BARE, isPlaceholder, isSecretValue, looksRandom, type Setting } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { plainEnd } from "./plain-value.js";
import { endOf, matchAt, type Reader, type Span } from "./reader.js";
import { SCHEME_WORD } from "./schemes.js";

const SCHEME = /[A-Za-z][\w-]{1,24}(?=[ ])/y;
const BLANKS = /[ ]{1,20}/y;
const PARAMETERS = /[ ,]{1,4}(?=[\w-]{1,40}=)/y;

/** The credentials of an `Authorization` header whose value begins at `at`, whatever its scheme; the scheme stays. */
export function authorizationAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  const mark = markAt(text, at) ?? markAt(text, endOf(/[[(]?[bu]?/y, text, at) ?? at);
  const from = mark ? mark.end : (endOf(/\[/y, text, at) ?? at);
  const scheme = matchAt(SCHEME, text, from);
  const start = scheme === undefined ? from : (endOf(BLANKS, text, from + scheme.length) ?? from);
  const word = text.slice(start, Math.min(plainEnd(text, start), start + 100));
  const isKnown = scheme !== undefined && SCHEME_WORD.test(scheme);
  const isCredential = isKnown
    ? isCredentialWord(word)
    : scheme !== undefined && /\d|[^\w]/.test(word) && isCredentialWord(word) && /^[A-Z]/.test(scheme);
  if (scheme === undefined || !isCredential) return undefined;
  if (mark) return { start, end: quoted(reader, mark).innerEnd };
  return { start, end: listEnd(text, start) };
}

const AUTHORIZATION: Setting = { name: "authorization", kind: "secret", isTight: true, before: "" };

const isCredentialWord = (word: string): boolean =>
  word !== "" && !isPlaceholder(word) && isSecretValue(word, AUTHORIZATION, BARE);

/** Parameters follow each other: `username="x", response="y"`. */
function listEnd(text: string, at: number): number {
  let end = parameterEnd(text, at);
  for (;;) {
    const next = endOf(PARAMETERS, text, end);
    if (next === undefined) return end;
    end = parameterEnd(text, next);
  }
}

function parameterEnd(text: string, at: number): number {
  const value = endOf(/[\w-]{1,40}="/y, text, at);
  if (value === undefined) return plainEnd(text, at);
  const close = endOf(/[^"\n]{0,2000}"/y, text, value);
  return close ?? plainEnd(text, at);
}

/** A scheme and credentials that stand alone in a text: `Bearer abc…`, but not `Basic authentication failed`. */
export function schemeAt(text: string, wordEnd: number): Span | undefined {
  const start = endOf(/,?(?:[ \t]|%20|\+){1,4}/y, text, wordEnd);
  if (start === undefined) return undefined;
  const end = endOf(/[\w+/=.~:-]+/y, text, start);
  if (end === undefined || end - start < 6) return undefined;
  const value = text.slice(start, Math.min(end, start + 200));
  if (/basic$/i.test(text.slice(wordEnd - 5, wordEnd))) return isPair(value) ? { start, end } : undefined;
  if (/^\w{3,}=[^=]/.test(value)) return undefined;
  return looksRandom(value.replace(/[.:]{1,9}$/, "")) || /^[\w+/]{8,}={1,2}$/.test(value)
    ? { start, end }
    : undefined;
}

/** Base64 of a name and a password. */
const isPair = (value: string): boolean =>
  value.length % 4 === 0 && /^[\w+/-]{6,}={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const PAIR = /[\w!#$%&'*+.^`|~-]{1,256}=/y;

/** All pairs of a cookie's text that begins at `at` without quotation marks. */
export function cookiesAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  const from = endOf(/\[/y, text, at) ?? at;
  if (markAt(text, from)) return undefined;
  let end: number | undefined;
  let next: number | undefined = from;
  while (next !== undefined) {
    const value: number | undefined = endOf(PAIR, text, next);
    if (value === undefined) break;
    end = cookieEnd(text, value);
    next = endOf(/;[ ]{0,4}/y, text, end);
  }
  return end === undefined || end === from ? undefined : { start: from, end };
}

const cookieEnd = (text: string, at: number): number => endOf(/[^\s;"'<>\\\]]*/y, text, at) ?? at;
