import { markAt } from "./marks.js";
import { endOf } from "./reader.js";

// Rust's and Swift's `Some("x")`, PHP's `string(9) "x"` and `s:9:"x"`, Go's `(string) (len=9) "x"`, Erlang's `<<"x">>`.
const WRAPPER =
  /(?:(?:Some|Optional|Just|Ok|Secret|SecretString|String|Str|StringValue|Text|Value|Password|Token|bytes|string|str|new)\b[ \t]{0,4}(?:\(\d{1,9}\))?[ \t]{0,4}\(?[ \t]{0,4}|\([\w ,.=*]{1,40}\)[ \t]{1,4}|s:\d{1,9}:|<<|[&*](?=["']))/y;
const PREFIX = /(?:[bBuUrRfFLN@$]{1,2}|~[csSC])(?=\\{0,64}["'`])/y;

/** Where the quotation mark stands that a language's printed form puts something before; `at` when there is none. */
export function skipWrappers(text: string, at: number): number {
  let place = at;
  for (let round = 0; round < 3; round++) place = endOf(WRAPPER, text, place) ?? place;
  place = endOf(PREFIX, text, place) ?? place;
  return markAt(text, place) ? place : at;
}
