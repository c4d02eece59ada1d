import { isNameOfResource, looksRandom, saysParser } from "./judge-value.js";
import { markAt } from "./marks.js";
import type { Name } from "./named.js";
import { behind, endOf, matchAt, type Reader, type Span } from "./reader.js";
import { type Beside, secretAt } from "./value.js";

const BLANK = /[ \t]{1,20}(?=\S)/y;
const SAID =
  /(?:[ \t]{0,20}\|[ \t]{0,20}|[ \t]{1,20}(?:for[ \t][^\s:]{1,64}:[ \t]{1,20}|(?:for[ \t]\S{1,64}[ \t])?(?:is|was|provided|given|used|supplied|received)\b[:=]?[ \t]{1,20})?)(?=[^\s|"'`])/y;
const WORD = /[^\s|]{1,256}/y;
const MEANT =
  /(?:passw(?:or)?d|passphrase|passcode|pwd|secret|token|(?:api|access|secret|private|encryption|signing|master)[ _-]?key|requirepass|masterauth)$/i;
/** A path, a file, a version, a pair, a mention: nothing somebody keeps secret. */
const OTHER =
  /^[\w.-]*[/\\]|^\d+(?:\.\d+)*[A-Za-z]{0,3}$|\.(?:[jt]sx?|py|rb|go|php|java|rs|cs|ya?ml|json)\b|[:=(@]|^[[<{#]/;

/** A blank between the two: `--password x`, `PASSWORD 'x'`, `:password "x"`, `with password x1y2z3`, `password for anna is x1y2z3`. */
export function spoken(reader: Reader, { start, end, text: name, kind }: Name): Span | undefined {
  const { text } = reader;
  const said = endOf(SAID, text, end);
  if (kind !== "secret" || CODE.test(name)) return saidAlone(text, name, end, said);
  const before = behind(text, start, 24);
  const beside: Beside = { name, kind, isTight: false, isData: false, isLine: false, before };
  const answered = endOf(FOR, text, end);
  if (answered !== undefined) return secretAt(reader, answered, beside);
  const at = endOf(BLANK, text, end);
  if (at !== undefined && FLAG.test(name)) return text[at] === "-" ? undefined : secretAt(reader, at, beside);
  const shown = shownAt(text, name, before, at);
  if (shown) return shown;
  if (at === undefined || !markAt(text, at)) return saidBehind(reader, said, beside);
  return takesText(name, before, matchAt(QUOTED, text, at)) ? secretAt(reader, at, beside) : undefined;
}

/** `password for anna is x1y2z3`. */
const saidBehind = (reader: Reader, said: number | undefined, beside: Beside): Span | undefined =>
  said !== undefined && isGiven(beside.name, matchAt(WORD, reader.text, said))
    ? secretAt(reader, said, beside)
    : undefined;

/** `passphrase for id_rsa: "two words"` */
const FOR = /[ \t]{1,4}for[ \t][^\s:"'`]{1,64}:[ \t]{1,4}(?=["'`][^"'`\n]{4,200}["'`])/y;
const FLAG = /^-{1,2}\w/;
const CODE = /(?:pin|otp|code|ssn|cv[vc]2?)$/i;

function saidAlone(text: string, name: string, end: number, said: number | undefined): Span | undefined {
  if (said !== undefined && CODE.test(name)) return digitsAt(text, name, said);
  return name === "AUTH" ? randomAt(text, end) : undefined;
}

/** `code is 123456`, `SSN 078-05-1120`, but not `pin 13`. */
function digitsAt(text: string, name: string, at: number): Span | undefined {
  const digits = /cv[vc]2?$/i.test(name) ? THREE : /ssn$/i.test(name) ? SOCIAL : FEW;
  const end = endOf(digits, text, at);
  return end === undefined ? undefined : { start: at, end };
}

const FEW = /\d{4,8}(?![\w.:-])/y;
const THREE = /\d{3,4}(?![\w.:-])/y;
const SOCIAL = /\d{3}-?\d{2}-?\d{4}(?![\w:-])/y;

/** Redis' `AUTH x`. */
function randomAt(text: string, at: number): Span | undefined {
  const word = matchAt(/ [^\s"']{1,256}/y, text, at);
  return word !== undefined && isRandom(word.slice(1)) ? { start: at + 1, end: at + word.length } : undefined;
}

const QUOTED = /["'`][\w+/=.-]{20,256}/y;

/** SQL's `PASSWORD 'x'`, Clojure's `:password "x"`, `token "…" has expired`. What parsers call a token is no such word. */
const takesText = (name: string, before: string, quoted: string | undefined): boolean =>
  /^password$/i.test(name) || /(?:^|[\s{(,[]):$/.test(before) || isGiven(name, quoted?.slice(1));

const SHOWN = /[([]?["'`]?(?=[^\s"'`()[\]]{7,256}["'`]?[)\]]?)/y;
const INSIDE = /[^\s"'`()[\]]{7,256}/y;
const CLOSES = /["'`)\]]/;

/** A word in quotation marks or brackets that is shown behind what it is: `wrong password ("x1")`, `access token [x1]`. */
function shownAt(text: string, name: string, before: string, at: number | undefined): Span | undefined {
  const start = at === undefined ? undefined : endOf(SHOWN, text, at);
  if (start === undefined || start === at || saysParser(before)) return undefined;
  const end = endOf(INSIDE, text, start);
  return end !== undefined && CLOSES.test(text[end] ?? "") && isGiven(name, text.slice(start, end))
    ? { start, end }
    : undefined;
}

const NEXT_LINE = /[ \t]{0,20}\r?\n[ \t]{0,40}(?=\S{6,256}[ \t]{0,20}(?:[\r\n]|$))/y;

/** Where a word alone on the next line begins, as what was typed at a prompt stands: `Password:` and below it the password. */
export function onNextLine(text: string, at: number): number | undefined {
  const start = endOf(NEXT_LINE, text, at);
  return start !== undefined && isRandom(matchAt(WORD, text, start) ?? "") ? start : undefined;
}

const isGiven = (name: string, word = ""): boolean => MEANT.test(name) && isRandom(word);

function isRandom(word: string): boolean {
  const bare = word.replace(/[.,;:!?'")\]}]{1,9}$/, "").replace(/={1,2}$/, "");
  return (
    bare.length >= 7 && looksRandom(bare) && /\d/.test(bare) && !OTHER.test(bare) && !isNameOfResource(bare)
  );
}
