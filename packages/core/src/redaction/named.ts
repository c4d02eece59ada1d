import { argument } from "./argument.js";
import { authorizationAt, cookiesAt } from "./headers.js";
import { listed } from "./listed.js";
import { markAt } from "./marks.js";
import { attributeAt, elementAt } from "./markup.js";
import { behind, endOf, matchAt, type Reader, type Span } from "./reader.js";
import type { NameKind } from "./secret-names.js";
import { onNextLine, spoken } from "./spoken.js";
import { type Beside, secretAt } from "./value.js";

/** A name as it stands in a text. */
export interface Name extends Span {
  readonly text: string;
  readonly kind: NameKind;
}

/** The secret beside a name, in whatever way the two are written: `a=b`, `"a": "b"`, `:a => b`, `--a b`, `<a>b</a>`. */
export function secretBeside(reader: Reader, name: Name): Span | undefined {
  const { text } = reader;
  const first = text[name.start - 1] ?? "";
  if (MAY_OPEN_ELEMENT.has(first) && ELEMENT.test(behind(text, name.start, 40)))
    return elementAt(reader, name);
  const close = closeOf(text, name.end);
  const sign = matchAt(SIGN, text, close.end);
  if (sign === undefined) {
    return (
      attributeAt(reader, name, close.end) ??
      argument(reader, name) ??
      listed(reader, name) ??
      spoken(reader, name)
    );
  }
  const isSymbol = first === ":" && SYMBOL.test(behind(text, name.start, 2));
  const { isQuoted, isBracketed } = close;
  const written = { isQuoted, isBracketed, isSymbol, sign };
  const at = close.end + sign.length;
  if (isOther(text, name, written, at)) return undefined;
  const beside = besideOf(text, name, written, at);
  return headerAt(reader, name, at) ?? secretAt(reader, acrossLines(text, at, beside), beside);
}

/** The last characters of `<`, `&lt;` and `<wsse:`. */
const MAY_OPEN_ELEMENT = new Set(["<", ";", ":"]);
const SYMBOL = /(?:^|[\s{(,[]):$/;
const ELEMENT = /(?:<|&lt;)(?:[\w.-]{1,30}:)?$/;

// `::` is a scope, `://` an address; a type may stand between: `password: str = "x"`.
const SIGN =
  /[ \t]{0,40}(?::[ \t]{0,4}&?(?:'static )?[A-Za-z][\w.<>?[\]]{0,40}[ \t]{0,4}=[ \t]{0,4}(?=["'`])|(?:string|\[\]byte)[ \t]{0,4}=(?=[ \t]{0,4}["'`])|={1,3}>?|!={1,2}|[:?+~|]{1,2}=|:(?!:|\/\/)|->|%3[AaDd]|[：＝]|&#61;|\\{1,8}(?:u003|x3)[AaDd]|\.(?=[ \t]["'])|;(?=s:\d))(?:[ \t]|%20|\+(?=%22)){0,40}/y;

interface Close {
  readonly end: number;
  /** A quotation mark stands among it. */
  readonly isQuoted: boolean;
  readonly isBracketed: boolean;
}

/** What closes a name: quotation marks, brackets. */
function closeOf(text: string, at: number): Close {
  let close: Close = { end: at, isQuoted: false, isBracketed: false };
  for (let round = 0; round < 6; round++) {
    const colour = endOf(COLOUR, text, close.end);
    if (colour !== undefined) {
      close = { ...close, end: colour };
      continue;
    }
    if ((text[close.end] ?? "") <= " ") break;
    const mark = markAt(text, close.end);
    const end = mark ? mark.end : endOf(BRACKET, text, close.end);
    if (end === undefined) break;
    const { isQuoted, isBracketed } = close;
    close = { end, isQuoted: isQuoted || mark !== undefined, isBracketed: isBracketed || mark === undefined };
  }
  return close;
}

/** What terminals read as a change of colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with one
const COLOUR = /\x1b\[[\d;]{0,12}m/y;
/** PHP says of an object's property whose it is: `["a":"User":private]`, `[a:protected]`. */
const BRACKET =
  /(?::"?[\w\\]{1,80}"?)?:(?:protected|private)\]|\]|%5[Dd]|\)\](?=:)|\)(?==\()|\}(?=[ \t]{0,4}=)|>>|\?(?=:)/y;

interface Written extends Omit<Close, "end"> {
  readonly sign: string;
  /** Ruby's `:name`. */
  readonly isSymbol: boolean;
}

const isBare = ({ isQuoted, isBracketed, isSymbol }: Written): boolean =>
  !isQuoted && !isBracketed && !isSymbol;
const isSpaced = ({ sign }: Written): boolean => sign.endsWith(" ") || sign.endsWith("\t");

/** A sign that makes no pair of name and value: `/oauth/token: 404`, `secret:shop/db` in a longer name, `token => f()`. */
function isOther(text: string, name: Name, written: Written, at: number): boolean {
  const { sign } = written;
  if (!isBare(written)) return false;
  if (COMPARES.test(sign) && VARIABLE.test(text.slice(at, at + 40))) return true;
  const before = behind(text, name.start, 2);
  if (before.endsWith("/") && sign.includes(":") && (isSpaced(written) || INSIDE_PATH.test(before)))
    return true;
  if (sign === ":" && CHAINED.test(before)) return true;
  return sign.includes("=>") && !isSpaced(written) && !markAt(text, at);
}

/** `password !== confirmation`: two variables of a program. */
const COMPARES = /^[ \t]+[!=]==?[ \t]+$/;
const VARIABLE = /^[A-Za-z_]{1,39}(?:[\s,;)&|]|$)/;
const INSIDE_PATH = /^\S\//;
const CHAINED = /\w:$/;

function besideOf(text: string, name: Name, written: Written, at: number): Beside {
  const { isQuoted, isBracketed, isSymbol, sign } = written;
  // PHP's `print_r` ends no value but by its line.
  const isPrinted = isBracketed && !isQuoted && sign.includes("=>");
  return {
    name: name.text,
    kind: name.kind,
    isTight: !isSpaced(written),
    isData: isQuoted || isSymbol,
    isLine: isPrinted || (isBare(written) && isLineOfSettings(text, name.start, at)),
    before: behind(text, name.start, 24),
  };
}

/** A line of YAML, of properties, of an environment: the name begins it, others stand around it, and no second pair is on it. */
function isLineOfSettings(text: string, start: number, at: number): boolean {
  if (start > 0 && (text[start - 1] ?? "") > " ") return false;
  const before = behind(text, start, 60);
  if (!LINE_START.test(before)) return false;
  const line = matchAt(LINE, text, at) ?? "";
  return (
    !line.includes("=") && (NEW_LINE.test(before) || NEW_LINE.test(text.slice(at + line.length, at + 301)))
  );
}

const LINE_START = /(?:^|[\n\r])[ \t]{0,40}(?:export |set |- )?$/;
const LINE = /[^\n\r]{0,300}/y;
const NEW_LINE = /[\n\r]/;

/** A value on the next line: of pretty JSON, of PHP's `var_dump`, of YAML's blocks, of a prompt. */
function acrossLines(text: string, at: number, { isData }: Beside): number {
  if (isData) return endOf(TO_DATA, text, at) ?? at;
  return endOf(YAML_BLOCK, text, at) ?? onNextLine(text, at) ?? at;
}

const TO_DATA = /\s{0,200}(?=\\{0,64}["']|string\(|[[({])/y;
const YAML_BLOCK = /(?:[|>][+-]?[ \t]{0,4}\r?\n|!!?[a-z]{2,10}(?=[ \t]))[ \t]{1,40}(?=\S)/y;
const AUTHORIZATION = /authorization$/i;
const COOKIE = /cookie2?$/i;

function headerAt(reader: Reader, { text: name }: Name, at: number): Span | undefined {
  if (AUTHORIZATION.test(name)) return authorizationAt(reader, at);
  return COOKIE.test(name) ? cookiesAt(reader, at) : undefined;
}
