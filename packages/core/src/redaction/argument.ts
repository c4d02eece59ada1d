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
  const at = isSet ? endOf(NEXT, text, end) : SETTER.test(name) ? endOf(OPEN, text, end) : undefined;
  if (at === undefined || !markAt(text, at)) return undefined;
  return secretAt(reader, at, { name, kind, isTight: false, isData: true, isLine: false, before: "" });
}
