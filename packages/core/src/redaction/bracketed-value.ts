import { BARE, IN_QUOTES, isSecretValue } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { endOf, LOOK_MAX, look, type Reader, type Span } from "./reader.js";
import type { Beside } from "./value.js";
import { skipWrappers } from "./wrappers.js";

/** A list as the value: all of it, when it holds texts, or one value where a value stands. */
export function listOfSecrets(reader: Reader, at: number, beside: Beside): Span | undefined {
  const { text } = reader;
  if (beside.kind !== "secret") return nameAndPassword(text, at, beside);
  if (text[at] === "{") return holdsSecretsAlone(beside) ? between(text, at) : inBraces(text, at, beside);
  const inside = endOf(/[[(]\s{0,20}/y, text, at) ?? at + 1;
  const mark = markAt(text, skipWrappers(text, inside));
  if (!mark) return beside.isTight ? bare(text, { start: at, end: inside }, beside) : undefined;
  const value = look(text, { start: mark.end, end: quoted(reader, mark, LOOK_MAX).innerEnd });
  return isSecretValue(value, beside, IN_QUOTES) ? between(text, at) : undefined;
}

/** Python's `auth=("anna", "x")`. */
function nameAndPassword(text: string, at: number, { name }: Beside): Span | undefined {
  const second =
    name === "auth" ? endOf(/\(\\{0,3}["'][^"']{0,100}["'],\s{0,4}[bu]?\\{0,3}["']/y, text, at) : undefined;
  const end = second === undefined ? undefined : endOf(/[^"'\\]{1,200}/y, text, second);
  return second === undefined || end === undefined ? undefined : { start: second, end };
}

/** ODBC's `PWD={x;y}`, by which a password may hold the sign that ends it. */
function inBraces(text: string, at: number, { name }: Beside): Span | undefined {
  const end = /^(?:pwd|password)$/i.test(name) && text[at - 1] === "=" ? endOf(BRACED, text, at) : undefined;
  return end === undefined ? undefined : { start: at + 1, end };
}

const BRACED = /\{[^{}\s"',:]{4,200}(?=\})/y;

const holdsSecretsAlone = ({ isData, name }: Beside): boolean =>
  isData && /(?:cookies|credentials)$/i.test(name);

/** A value in brackets, without quotation marks: Go's `Token:[x]`, Postgres' `(token)=(x)`. */
function bare(text: string, { start, end: inside }: Span, beside: Beside): Span | undefined {
  const end = bracketEnd(text, start, start + LOOK_MAX);
  if (end === undefined) return between(text, start);
  const value = text.slice(inside, end - 1).trim();
  if (value === "" || value.startsWith("$") || /^[\d, .-]*$/.test(value)) return undefined;
  const isSecret = isSecretValue(value, beside, BARE);
  return isSecret ? between(text, start) : undefined;
}

function between(text: string, at: number): Span {
  const end = bracketEnd(text, at, text.length);
  return { start: at + 1, end: end === undefined ? text.length : end - 1 };
}

/** Just after the bracket that closes the one at `at`, before `limit`. */
function bracketEnd(text: string, at: number, limit: number): number | undefined {
  let open = 0;
  for (let place = at; place < text.length && place < limit; place++) {
    const char = text[place];
    if (char === "[" || char === "(" || char === "{") open++;
    else if ((char === "]" || char === ")" || char === "}") && --open === 0) return place + 1;
  }
  return undefined;
}
