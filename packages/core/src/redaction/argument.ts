import { isNameOfResource, looksRandom } from "./judge-value.js";
import { markAt } from "./marks.js";
import type { Name } from "./named.js";
import { behind, endOf, type Reader, type Span } from "./reader.js";
import { secretAt } from "./value.js";

const OPEN = /\((?=\\{0,64}["'`])/y;
const SETTER =
  /(?:^|\.)(?:set|with|using)_?[A-Z]\w*$|\.(?:password|apiKey|api_key|accessToken|access_token|clientSecret)$|^(?:PASSWORD|Password|Passphrase|Secret|SecretString|SecretStr|ApiKey|AccessToken)$/;
const SETS =
  /(?:define|[sS]et[eE]nv|put[eE]nv|setProperty|setItem|set|put|env|getenv|[hH]eader|append)\(\s{0,10}\\{0,64}["']$/;
const NEXT = /\\{0,64}["'],\s{0,20}(?=[bu]?\\{0,64}["'])/y;

/** What a call hands over: `setPassword("x")`, `define("API_KEY", "x")`. */
export function argument(reader: Reader, { start, end, text: name, kind }: Name): Span | undefined {
  if (kind !== "secret") return undefined;
  const { text } = reader;
  const isSet = SETS.test(behind(text, start, 40));
  const held = heldIn(text, name, end);
  if (held) return held;
  const at = isSet ? endOf(NEXT, text, end) : SETTER.test(name) ? endOf(OPEN, text, end) : undefined;
  if (at === undefined || !markAt(text, at)) return undefined;
  return secretAt(reader, at, { name, kind, isTight: false, isData: true, isLine: false, before: "" });
}

const TYPE = /(?:^|[.:])[A-Z]\w{0,63}$/;
const HOLDS =
  /\s?[[({]\s{0,4}(?:(?:value|inner|raw|token|key|secret|val|_value|0)\s?[:=]\s?)?(?:Some\()?["'`]?/iy;
const HELD = /[\w.+/=~-]{8,300}(?=["'`]?\s?[\])},])/y;

/** What a type named as a secret holds, as languages print one: `Token(value=x1)`, `ApiKey { Value = x1 }`, `AuthToken("x1")`. */
function heldIn(text: string, name: string, end: number): Span | undefined {
  const start = TYPE.test(name) ? endOf(HOLDS, text, end) : undefined;
  const held = start === undefined ? undefined : endOf(HELD, text, start);
  if (start === undefined || held === undefined) return undefined;
  const value = text.slice(start, held);
  return looksRandom(value) && /\d/.test(value) && !isNameOfResource(value)
    ? { start, end: held }
    : undefined;
}
