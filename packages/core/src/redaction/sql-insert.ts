import { isSecretValue } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { endOf, look, matchAt, type Reader, type Span } from "./reader.js";
import { nameKind } from "./secret-names.js";

const COLUMNS = /(?:insert|replace)(?: ignore)? into [\w.`"[\]]{1,130} ?\((?=[^)]{1,1000}\) ?values ?\()/iy;
const NAMES = /[^)]{1,1000}/y;
const TO_VALUES = /\) ?values ?\(\s{0,20}/iy;
const NUMBER = /[^\s,'"()]{1,100}/y;
/** A longer one is no column's before a password. */
const TEXT_MAX = 4_096;
const COMMA = /\s{0,20},\s{0,20}/y;

/** The value of SQL's `INSERT INTO users (email, password) VALUES ('a', 'x')` that stands where a secret's column does. */
export function insertedAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  const open = endOf(COLUMNS, text, at);
  const names = open === undefined ? undefined : matchAt(NAMES, text, open);
  if (open === undefined || names === undefined) return undefined;
  const columns = names.split(",").map((name) => name.replace(/[^\w]/g, ""));
  let place = endOf(TO_VALUES, text, open + names.length);
  for (const column of columns) {
    if (place === undefined) return undefined;
    const value = valueAt(reader, place);
    if (!value) return undefined;
    if (nameKind(column) === "secret" && isSecret(reader, value, column)) return value.span;
    place = endOf(COMMA, text, value.end);
  }
  return undefined;
}

interface Value {
  readonly span: Span;
  readonly end: number;
}

function valueAt(reader: Reader, at: number): Value | undefined {
  const mark = markAt(reader.text, at);
  if (mark) {
    const { innerEnd, end } = quoted(reader, mark, TEXT_MAX);
    return { span: { start: mark.end, end: innerEnd }, end };
  }
  const end = endOf(NUMBER, reader.text, at);
  return end === undefined ? undefined : { span: { start: at, end }, end };
}

const isSecret = ({ text }: Reader, { span, end }: Value, name: string): boolean =>
  isSecretValue(
    look(text, span),
    { name, kind: "secret", isTight: true, before: "" },
    { isQuoted: end > span.end, rest: "" },
  );

const ENTRY = /duplicate entry '([^']{1,300})' for key '([\w.]{1,130})'/iy;

/** The value in MySQL's `Duplicate entry 'x' for key 'users.api_token_unique'`. */
export function duplicateAt(text: string, at: number): Span | undefined {
  ENTRY.lastIndex = at;
  const [, value, key = ""] = ENTRY.exec(text) ?? [];
  if (
    value === undefined ||
    nameKind(key.replace(/^idx_|_(?:unique|idx|index|key|uindex)$/g, "")) !== "secret"
  )
    return undefined;
  const start = text.indexOf("'", at) + 1;
  return { start, end: start + value.length };
}
