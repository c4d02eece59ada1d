import { isPlaceholder, looksRandom } from "./judge-value.js";
import { endOf, type Reader, type Span } from "./reader.js";

const AUTHORITY = /[^\s/?#"'`<>\\]*/y;
const WORD = /[^\s"'`<>\\]*/y;
/** What stands for a password where the user's name is a token. */
const NO_PASSWORD = /^(?:x-oauth-basic|x)?$/;
const HOST_AND_PARAMETERS = /[\w.\\-]{1,200}(?::\d{1,5})?;[A-Za-z][\w ]{0,60}=/y;
const WEB = /(?:https?|git|wss?|ftp|svn)$/i;

/** The password, or the token in its place, of an address whose `://` ends at `at`: of any scheme. */
export function userInfoAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  const end = reader.runEnd(AUTHORITY, at);
  const sign = lastSign(reader, at, end) ?? signAfterSlash(reader, at, end);
  if (sign === undefined) return undefined;
  const { span, hasPassword } = partsOf(text, at, sign);
  const value = text.slice(span.start, Math.min(span.end, span.start + 300));
  // Of SQL Server's addresses, parameters follow the host: `db:1433;user=sa;password=x@y`.
  if (endOf(HOST_AND_PARAMETERS, text, at) !== undefined) return undefined;
  if (value === "" || isPlaceholder(value)) return undefined;
  if (hasPassword) return span;
  const isWeb = WEB.test(text.slice(Math.max(0, at - 13), at - 3));
  const isLong = value.length >= (/[A-Z]/.test(value) ? 12 : 20);
  return looksRandom(value) && (isWeb || isLong) ? span : undefined;
}

/** The password, or the user's name where a token stands in its place. */
function partsOf(text: string, at: number, sign: number): { span: Span; hasPassword: boolean } {
  const colon = text.indexOf(":", at);
  if (colon < at || colon >= sign) return { span: { start: at, end: sign }, hasPassword: false };
  const hasPassword = !NO_PASSWORD.test(text.slice(colon + 1, Math.min(sign, colon + 20)));
  return { span: hasPassword ? { start: colon + 1, end: sign } : { start: at, end: colon }, hasPassword };
}

/** The last `@` before `end`: a password may hold one. */
function lastSign(reader: Reader, at: number, end: number): number | undefined {
  let sign: number | undefined;
  for (let next = reader.next("@", at); next < end; next = reader.next("@", next + 1)) sign = next;
  return sign;
}

const TO_PASSWORD = /[\w.%+-]{0,100}:(?!\d{1,5}[/?#])(?=[^/@\s]{1,200}[/?#])/y;

/** A password may hold a slash too: what follows the colon is then no port. */
function signAfterSlash(reader: Reader, at: number, end: number): number | undefined {
  const { text } = reader;
  if (text[end] !== "/" && text[end] !== "?" && text[end] !== "#") return undefined;
  const colon = endOf(TO_PASSWORD, text, at);
  if (colon === undefined) return undefined;
  const sign = reader.next("@", end);
  return sign < reader.runEnd(WORD, at) && /^[\w.[]/.test(text.slice(sign + 1, sign + 2)) ? sign : undefined;
}

/** The password of `user:x@tcp(db:3306)`, whose `@tcp(` begins at `at`. */
export function networkAddressAt(text: string, at: number, floor: number): Span | undefined {
  const before = text.slice(Math.max(floor, at - 200), at);
  const password = /[\w.-]{1,64}:([^\s"'`]{1,130})$/.exec(before)?.[1];
  return password === undefined ? undefined : { start: at - password.length, end: at };
}

/** What an address gives to whom it is sent: `?code=…` of OAuth, `?key=…`. */
export function parameterAt(text: string, { start, end: nameEnd }: Span): Span | undefined {
  if (!/^(?:code|key)$/i.test(text.slice(start, nameEnd)) || !/[?&#]/.test(text[start - 1] ?? ""))
    return undefined;
  const end = endOf(/=[^\s&#"'`<>\\,;]{16,}/y, text, nameEnd);
  if (end === undefined) return undefined;
  return looksRandom(text.slice(nameEnd + 1, Math.min(end, nameEnd + 300)))
    ? { start: nameEnd + 1, end }
    : undefined;
}
