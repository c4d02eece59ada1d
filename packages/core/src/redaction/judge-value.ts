import { SCHEME_WORD } from "./schemes.js";
import type { NameKind } from "./secret-names.js";

/** What stands around a value in a text. */
export interface Setting {
  readonly name: string;
  readonly kind: NameKind;
  /** `a=b`, `a:b`: nothing between, as people do not write. */
  readonly isTight: boolean;
  /** What stands before the name, as far as is looked. */
  readonly before: string;
}

/** How the value itself is written. Apart from its setting, because copies of objects cost more than the judgement. */
interface Written {
  /** In quotation marks, and so as long as it is. */
  readonly isQuoted: boolean;
  /** What follows it on its line, as far as is looked. */
  readonly rest: string;
}

export const IN_QUOTES: Written = { isQuoted: true, rest: "" };
export const BARE: Written = { isQuoted: false, rest: "" };

/** True when what stands beside a secret's name is the secret, and no placeholder, no code and no sentence. */
export function isSecretValue(value: string, setting: Setting, { isQuoted, rest }: Written): boolean {
  if (isNothing(value) || isPlaceholder(value, isQuoted) || isPlace(value, setting.name)) return false;
  if (setting.kind === "digits") return FEW_DIGITS.test(value);
  if (setting.kind === "maybe") return looksRandom(value);
  if (BLANK.test(value) && COMPLAINT.test(value)) return false;
  return isQuoted ? isSecretText(value, setting) : isSecretWord(value, setting, rest);
}

/** The shell's `PWD`, the file of a key; the tests that passed; HTML's `accesskey="s"`. */
function isPlace(value: string, name: string): boolean {
  if (PWD.test(name)) return DIRECTORY.test(value);
  if (PASS.test(name)) return COUNT.test(value);
  if (ACCESS_KEY.test(name)) return value.length === 1;
  return KEY.test(name) && KEY_FILE.test(value);
}

// Made once: an expression that stands in a function is made anew at each call.
const BLANK = /\s/;
const LETTER = /[\p{L}\p{N}]/u;
const ASCII_LETTER = /[A-Za-z]/;
const DIGIT = /\d/;
const NO_LETTER = /[^a-z\d]/g;
const FEW_DIGITS = /^\d[\d -]{2,15}$/;
const COUNT = /^\d{1,4}$/;
const NUMBER = /^[\d.,:/+-]+$/;
const AMOUNT = /^\d{1,9}(?:ms|s|m|h|px|kb|mb)$/i;
const ALGORITHM = /^(?:hmac[-_]?)?(?:sha|md|rs|hs|es|aes)[-_]?\d{1,3}$/i;
const WORD_ALONE = /^[\w.$]{4,}[,;)]*$/;
const FORMAT = /^\{[\w.]+\}$/;
const PWD = /^(?:old)?pwd$/i;
const DIRECTORY = /^(?:\/|[A-Za-z]:\\|~)/;
const PASS = /^pass$/i;
const ACCESS_KEY = /^accesskey$/i;
const KEY = /(?:key|cert|pem)$/i;
const TOKEN = /token$/i;
const AUTHORIZATION = /authorization$/i;
const KEY_FILE = /^[\w./~-]{1,200}\.(?:pem|key|crt|cer|jks|p12|pfx|json|pub|asc|gpg)$/;

/** No value at all: `null`, `true`, an empty text. They say nothing, and reading them helps. */
function isNothing(value: string): boolean {
  return value.length <= 12 && NOTHING.test(value.trim());
}

const NOTHING =
  /^(?:|null|nil|none|undefined|true|false|yes|no|n\/a|na|nan|unset|empty|\(empty\)|blank|void|include|omit|same-origin|string|str|bool|boolean|int|integer|number|object|array|any|bytes|optional|required|missing|invalid|expired|unknown|password|secret|token|text)$/i;

/** True for what stands in place of a value: `***`, `[FILTERED]`, `${TOKEN}`, `<your token>`, `%s`. */
export function isPlaceholder(value: string, isQuoted = true): boolean {
  if (value.length > 80) return MASK.test(value);
  return (
    MASK.test(value) || IN_BRACKETS.test(value) || VARIABLE.test(value) || (isQuoted && FORMAT.test(value))
  );
}

const MASK = /^(?:[*•●xX.…_?#-]{2,}|[*•?…-])$/;
const IN_BRACKETS =
  /^(?:[\w-]{1,30} (?=\[))?(?:\[?\(?(?:redacted|filtered|masked|hidden|removed|scrubbed|censored|sanitized|omitted|protected|private|sensitive)\b[^\]]*\]?\)?|<[^<>]*>|your[-_ ].*)$/i;
const VARIABLE =
  /^(?:\$\{.*\}?|\$\(.*\)?|\$[A-Z_]+|\$[A-Za-z_]+|\$\d|\{\{.*|%[sdvq]|%\+?v|%\([\w.]+\)s?|%\{\w+\}|%[\w.()]+%|!\w+|<%.*|(?:required|nullable|sometimes|string)\|.*|#\{.*|:[a-z_]+|@[A-Za-z_]+)$/;

/** The quoted value of a name that means it: everything, but for what a parser says of a token. */
function isSecretText(value: string, { name, before }: Setting): boolean {
  if (TOKEN.test(name) && saysParser(before)) return looksRandom(value);
  return LETTER.test(value) || value.length >= 6;
}

function isSecretWord(value: string, setting: Setting, rest: string): boolean {
  const { name, isTight, before } = setting;
  if (TOKEN.test(name) && (saysParser(before) || !LETTER.test(value))) return looksRandom(value);
  if (isCode(value, setting, rest) || repeats(value, name)) return false;
  if (AUTHORIZATION.test(name) && SCHEME_WORD.test(value)) return false;
  if (looksRandom(value)) return true;
  if (isTight) return !SENTENCE.has(value.toLowerCase());
  if ((value.length < 4 && COUNT.test(value)) || LOOSE.test(name)) return false;
  return !isProse(value, rest);
}

/** Names that sentences use as well: `Secret: default/shop-tls not found`. */
const LOOSE = /^(?:secret|webhook|cookie|authorization|credential)s?$/i;

/** `self.token = token`: a variable called as what it holds. */
const repeats = (value: string, name: string): boolean =>
  plain(name).endsWith(plain(value)) && WORD_ALONE.test(value);
const plain = (word: string): string => word.toLowerCase().replace(NO_LETTER, "");

/** True when a parser speaks of a token it read. */
export const saysParser = (before: string): boolean => ENDS_WORD.test(before) && PARSER.test(before);
const ENDS_WORD = /[\s"'`]$/;
const PARSER =
  /(?:unexpected|unrecogni[sz]ed|illegal|unknown|invalid|bad|expected|expecting|next|current|last|lookahead|syntax|found|got|offending|missing|extraneous|reserved|previous|near|at|parse|lexer|parser)\s{1,3}["'`]?$/i;

/** Letters and digits, or long and of both cases: not a word anybody says. */
export function looksRandom(value: string): boolean {
  if (value.length < 6 || BLANK.test(value)) return false;
  if (NUMBER.test(value) || ALGORITHM.test(value) || AMOUNT.test(value)) return false;
  const letters = ASCII_LETTER.test(value);
  if (letters && DIGIT.test(value)) return true;
  return value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value) && /^[\w+/=-]+$/.test(value);
}

/** `shop-db-credentials-v2`, as clusters call what they keep: words, hyphens between them. */
export const isNameOfResource = (value: string): boolean =>
  /^[a-z]+(?:[-/][a-z]+)+(?:-?v?\d{1,3})?$/.test(value);

/** A word of a program: a call, a member, a keyword, a type. */
function isCode(value: string, { isTight, before }: Setting, rest: string): boolean {
  if (KEYWORD.test(value) || CALL.test(value) || ROOT.test(value)) return true;
  if (isTight) return false;
  if (MEMBER.test(value) || /^[A-Za-z_$][\w$]*</.test(value)) return true;
  if (!/^[A-Za-z_$]+[;,]?$/.test(value)) return false;
  if (/^\s*[;{]|^\s*(?:\|\||&&|\?\?|[?|])\s/.test(rest) || value.endsWith(";")) return true;
  return DECLARATION.test(before) || (/^[A-Z]/.test(value) && /^\)/.test(rest));
}

const CALL = /^\$?[A-Za-z_@][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$!?]*)*[([]/;
const MEMBER = /^[A-Za-z_$]+(?:(?:\.|->|::|\?\.)[A-Za-z_$]+)+[;,]?$/;
const KEYWORD =
  /^[&*]?(?:await|async|str|Token|Password|Secret|default|new|function|func|fn|yield|return|if|not|lambda|def|require|typeof|this|self|super|class|let|const|var|String|Buffer|Option|Promise|Nullable|Vec|List|Array|Object|Boolean|Number|Integer|varchar|char|text|byte|=>|\|\||&&|\?\?)(?:\W.*)?$/;
const ROOT =
  /^\$?(?:this|self|req|request|process|os|settings|config|cfg|conf|env|ENV|params|System|args|opts|options|ctx|context|props|state|data|body|user|Rails|app|kwargs|input|form|cls|Environment|import\.meta)(?:\.|\[|->|\?\.)[A-Za-z_$"':[]/;
const DECLARATION =
  /(?:\b(?:const|let|var|val|final|static|public|private|protected|String|string|auto|char|def)\s+|[$]|\bthis\.|\bself\.|->)$/;

/** What a validation says where the value would stand. */
const COMPLAINT =
  /^(?:this (?:field|value|password)|(?:is|are|was) (?:too|required|invalid|not|missing|incorrect|empty|blank|expired|wrong|already|the|an?)\b|can(?:'|’|no)t? ?(?:be|not)?\b|must (?:be|contain|have|not|match|include)|should (?:be|not|have)|has (?:already|been|to|expired)|does(?:n't|n’t| not)|do(?:n't| not) match|the [\w .]+ (?:field|is|must|has)|field required|not (?:a|found|set|provided|blank|empty|valid|allowed|enough)\b|may (?:not|only)|at least|ensure this|please|too (?:short|long|common|weak)|required field|value is|incorrect|wrong|minimum|maximum|expected|invalid|missing|unauthorized|forbidden|access denied|authentication|failed|failure|error|unable|cannot|could not|expired|required|unknown|unexpected)(?:\b|$)/i;

/** A sentence: words alone, among them one that sentences have. */
function isProse(value: string, rest: string): boolean {
  if (!/^[\p{L}'’“”(-]+[.,:;!?)]*$/u.test(value)) return false;
  const words = `${value} ${rest}`.split(/\s+/, 7);
  return words.some((word) => SENTENCE.has(word.toLowerCase().replace(/[^a-z']/g, "")));
}

const SENTENCE = new Set(
  `a an the this that these those is are was were be been being has have had do does did can cannot can't could will would
  shall should may might must not no or and but if when while with without for from to of in on at by as into than then
  it its your you we they user users invalid required missing expired failed fails failing error wrong incorrect denied
  unknown unexpected unauthorized forbidden please try again empty blank too short long contains contain match matches
  expected got found set unset reset changed change updated created deleted revoked rejected accepted valid verified
  authentication authorization blocked disabled enabled already only least characters character letters digits string
  value values field header parameter argument option flag provided provide supplied specified enter check checking
  loading loaded refreshed refreshing refresh rotated rotation generated generating skipped ignored timeout timed
  malformed mismatch none null refused returned returns received sent using used use because before after until login logged
  ok success successful successfully optional secret password token`.split(/\s+/),
);
