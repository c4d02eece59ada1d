import { listOfSecrets } from "./bracketed-value.js";
import { isSecretValue, type Setting } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { lineEnd, plainEnd } from "./plain-value.js";
import { endOf, LOOK_MAX, look, matchAt, type Reader, type Span } from "./reader.js";
import { skipWrappers } from "./wrappers.js";

/** What stands around a value: all that `isSecretValue` asks for, but for what the value itself shows. */
export interface Beside extends Setting {
  /** The name was written as a text or a symbol: data, no code. */
  readonly isData: boolean;
  /** The value reaches to the end of its line, whatever stands in it. */
  readonly isLine: boolean;
}

/** The secret that begins at `at`, beside a name that says so; undefined when what stands there is none. */
export function secretAt(reader: Reader, at: number, beside: Beside): Span | undefined {
  const { text } = reader;
  const mark = markAt(text, skipWrappers(text, at));
  if (mark) return quotedSecret(reader, mark, beside);
  if (text[at] === "[" || text[at] === "(" || text[at] === "{") return listOfSecrets(reader, at, beside);
  return unquoted(text, at, beside);
}

function quotedSecret(
  reader: Reader,
  mark: NonNullable<ReturnType<typeof markAt>>,
  beside: Beside,
): Span | undefined {
  const isMeant = beside.kind === "secret";
  const { innerEnd, end } = quoted(reader, mark, isMeant ? Number.POSITIVE_INFINITY : LOOK_MAX);
  const span = { start: mark.end, end: innerEnd };
  if (isMeant && innerEnd - mark.end > LOOK_MAX) return span;
  const rest = reader.text.slice(end, end + 40);
  return isSecretValue(look(reader.text, span), beside, { isQuoted: true, rest }) ? span : undefined;
}

function unquoted(text: string, at: number, beside: Beside): Span | undefined {
  const isLine = beside.isLine && beside.kind === "secret";
  const end = endOfPhrase(text, at, beside.name) ?? (isLine ? entryEnd(text, at) : plainEnd(text, at));
  if (end <= at) return undefined;
  if (end - at > LOOK_MAX) return { start: at, end };
  const value = text.slice(at, end);
  const word = isLine ? value.slice(0, plainEnd(value, 0) || value.length) : value;
  const rest = isLine ? value.slice(word.length) : (matchAt(REST, text, end) ?? "");
  const isSecret = isSecretValue(word, beside, { isQuoted: false, rest });
  return isSecret && !(isLine && SENTENCE.test(value)) ? { start: at, end } : undefined;
}

/** Where its line ends, or before the next entry that PHP prints: `[age] => 7`. */
function entryEnd(text: string, at: number): number {
  const next = NEXT_PRINTED.exec(look(text, { start: at, end: lineEnd(text, at) }));
  return next ? at + next.index : lineEnd(text, at);
}

const NEXT_PRINTED = /[ \t]\[[\w:-]{1,64}\] => /;
const PHRASE_NAME = /(?:mnemonic|phrase)$/i;
const PHRASE = /[a-z]{3,8}(?: [a-z]{3,8}){11,23}(?![\w-])/y;

/** The words from which a wallet's keys are made, twelve at least. */
const endOfPhrase = (text: string, at: number, name: string): number | undefined =>
  PHRASE_NAME.test(name) ? endOf(PHRASE, text, at) : undefined;

const REST = /[^\n\r]{0,80}/y;
const SENTENCE = /[.:] [A-Z]|, (?:and|or|but) /;
