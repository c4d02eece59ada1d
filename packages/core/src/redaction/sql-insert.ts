import { isSecretValue } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { endOf, look, matchAt, type Reader, type Span } from "./reader.js";
import { nameKind } from "./secret-names.js";

const COLUMNS = /(?:insert|replace)(?: ignore)? into [\w.`"[\]]{1,130} ?\((?=[^)]{1,1000}\) ?values ?\()/iy;
const NAMES = /[^)]{1,1000}/y;
const TO_VALUES = /\) ?values ?\(\s{0,20}/iy;
const TO_ROW = /\s{0,20}\)\s{0,20},\s{0,20}\(\s{0,20}/y;
/** What stands before a quoted text: `N'x'`, `_utf8 'x'`. */
const PREFIX = /(?:[NEBXnebx]|_\w{1,12} ?)(?=')/y;
const BARE = /[^\s,'"()]{1,200}(?:\([^'"()]{0,60}\))?/y;
const CAST = /::\w{1,30}(?:\[\])?/y;
/** A longer one is no column's before a password. */
const TEXT_MAX = 4_096;
const COMMA = /\s{0,20},\s{0,20}/y;
const ROWS_MAX = 1_000;

/** The values of SQL's `INSERT INTO users (email, password) VALUES ('a', 'x')` that stand where secrets' columns do. */
export function insertedAt(reader: Reader, at: number): Span[] | undefined {
  const { text } = reader;
  const open = endOf(COLUMNS, text, at);
  const names = open === undefined ? undefined : matchAt(NAMES, text, open);
  if (open === undefined || names === undefined) return undefined;
  const columns = names.split(",").map((name) => name.replace(/[^\w]/g, ""));
  if (!columns.some((column) => nameKind(column) === "secret")) return undefined;
  const spans: Span[] = [];
  let place = endOf(TO_VALUES, text, open + names.length);
  for (let row = 0; row < ROWS_MAX && place !== undefined; row++) {
    const values = valuesAt(reader, place, columns.length);
    spans.push(...secretsOf(reader, values, columns));
    place = values.length === columns.length ? endOf(TO_ROW, text, values.at(-1)?.end ?? place) : undefined;
  }
  return spans;
}

interface Value {
  readonly span: Span;
  readonly end: number;
}

/** The values of a list that begins at `at`, up to so many. */
export function valuesAt(reader: Reader, at: number, countMax: number): Value[] {
  const values: Value[] = [];
  let place: number | undefined = at;
  while (place !== undefined && values.length < countMax) {
    const value = valueAt(reader, place);
    if (!value) break;
    values.push(value);
    place = endOf(COMMA, reader.text, value.end);
  }
  return values;
}

/** Those of the values that stand where a name of a secret does in the list of names, and look like one. */
export const secretsOf = (reader: Reader, values: readonly Value[], names: readonly string[]): Span[] =>
  values
    .filter((value, place) => {
      const name = names[place] ?? "";
      return nameKind(name) === "secret" && isSecret(reader, value, name);
    })
    .map(({ span }) => span);

function valueAt(reader: Reader, at: number): Value | undefined {
  const { text } = reader;
  const mark = markAt(text, endOf(PREFIX, text, at) ?? at);
  if (mark) {
    const { innerEnd, end } = quoted(reader, mark, TEXT_MAX);
    return { span: { start: mark.end, end: innerEnd }, end: endOf(CAST, text, end) ?? end };
  }
  const end = endOf(BARE, text, at);
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
