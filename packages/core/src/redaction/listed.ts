import { looksRandom } from "./judge-value.js";
import type { Name } from "./named.js";
import { behind, endOf, type Reader, type Span } from "./reader.js";
import { secretAt } from "./value.js";

const NEXT = /(?:\\{0,64}["'](?:>>)?)?(?:,\s{0,20}| {1,4}(?=["'\\]))(?=(?:<<)?[bu]?\\{0,64}["'])/y;
const OPENED = /[[({]\s{0,10}(?:(?:<<)?[bu]?\\{0,64}["']|:)?$/;
const AMONG_PAIRS = /[[({,]\s{0,10}[[({]\s{0,10}(?:(?:<<)?[bu]?\\{0,64}["']|:)?$/;
const CLOSED = /\\{0,64}["'](?:>>)?\s{0,10}[\])}]/y;

/** The next entry of a list: `"--password", "x"`, or of two entries the second: `["password", "x"]`, `{password,"x"}`. */
export function listed(reader: Reader, { start, end, text: name, kind }: Name): Span | undefined {
  const { text } = reader;
  const next = endOf(NEXT, text, end);
  if (next === undefined || (kind !== "secret" && name !== "AUTH")) return undefined;
  const isFlag = name.startsWith("-");
  const before = behind(text, start, 80);
  if (!isFlag && !OPENED.test(before)) return undefined;
  const span = secretAt(reader, next, {
    name,
    kind: "secret",
    isTight: false,
    isData: true,
    isLine: false,
    before: "",
  });
  if (!span || isFlag) return span;
  const isPair = endOf(CLOSED, text, span.end) !== undefined;
  return isPair && (AMONG_PAIRS.test(before) || looksRandom(text.slice(span.start, span.end)))
    ? span
    : undefined;
}
