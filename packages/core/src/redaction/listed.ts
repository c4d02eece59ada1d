import { looksRandom } from "./judge-value.js";
import type { Name } from "./named.js";
import { behind, endOf, type Reader, type Span } from "./reader.js";
import { secretAt } from "./value.js";

const NEXT = /(?:\\{0,64}["'](?:>>)?)?(?:,\s{0,20}| {1,4}(?=["'\\]))(?=(?:<<)?[bu]?\\{0,64}["'])/y;
const OPENED = /[[({]\s{0,10}(?:(?:<<)?[bu]?\\{0,64}["']|:)?$/;
const AMONG_PAIRS = /[[({,]\s{0,10}[[({]\s{0,10}(?:(?:<<)?[bu]?\\{0,64}["']|:)?$/;
const CLOSED = /\\{0,64}["'](?:>>)?\s{0,10}[\])}]/y;

/** Names of headers among their values, as Node lists them: `'Host', 'a', 'X-Api-Key', 'x'`. */
const HEADER = /^(?:[A-Za-z]+(?:-[A-Za-z]+){1,5}|authorization|cookie)$/i;
const ENTRY = /["']$/;

/** True for what a header of that name holds, and no list of names does. */
export const isHeaderValue = (name: string, value: string): boolean =>
  looksRandom(value) || (/(?:cookie|authorization)$/i.test(name) && /[= ]/.test(value));

/** The next entry of a list: `"--password", "x"`, or of two entries the second: `["password", "x"]`, `{password,"x"}`. */
export function listed(reader: Reader, { start, end, text: name, kind }: Name): Span | undefined {
  const { text } = reader;
  const next = endOf(NEXT, text, end);
  if (next === undefined || (kind !== "secret" && name !== "AUTH")) return undefined;
  const isFlag = name.startsWith("-");
  const before = behind(text, start, 80);
  const isHeader = HEADER.test(name) && ENTRY.test(before);
  if (!isFlag && !isHeader && !OPENED.test(before)) return undefined;
  const span = secretAt(reader, next, {
    name,
    kind: "secret",
    isTight: false,
    isData: true,
    isLine: false,
    before: "",
  });
  if (!span || isFlag) return span;
  const value = text.slice(span.start, span.end);
  return (isHeader && isHeaderValue(name, value)) || isInPair(text, before, span, value) ? span : undefined;
}

const isInPair = (text: string, before: string, { end }: Span, value: string): boolean =>
  endOf(CLOSED, text, end) !== undefined && (AMONG_PAIRS.test(before) || looksRandom(value));
