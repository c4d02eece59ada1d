import { endOf, type Reader, type Span } from "./reader.js";

/** What a secret looks like that has a beginning of its own: so many of such characters after it. */
interface Shape {
  readonly after: RegExp;
  readonly min: number;
  /** For beginnings that ordinary words have too: what the rest has to hold. */
  readonly mixed?: ((value: string) => boolean) | undefined;
}

const WORD = /[A-Za-z0-9_-]*/y;
const LETTERS = /[A-Za-z0-9]*/y;
const UPPER = /[A-Z0-9]*/y;
const HEX = /[0-9a-f]*/y;
const DOTTED = /[A-Za-z0-9_.-]*/y;
const PATH = /[A-Za-z0-9_/@%.?=&-]*/y;
const HASH = /[\w$./+=,:-]*/y;
const DOLLARS = /[\w$]*/y;
const BASE64 = /[A-Za-z0-9_+/=-]*/y;

const hasDigit = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value);
/** One token of fifty is of letters alone. */
const hasCase = (value: string): boolean => hasDigit(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value));

const shapes = new Map<string, Shape>();
const add = (prefixes: string, after: RegExp, min: number, mixed?: Shape["mixed"]): void => {
  for (const prefix of prefixes.split(" ")) shapes.set(prefix, { after, min, mixed });
};

add("AKIA ASIA AROA AIDA AGPA ANPA ABIA ACCA", UPPER, 16);
add("AIza", WORD, 30);
add("ya29.", DOTTED, 20);
add("GOCSPX- 1//0", WORD, 20);
add("4/0A 4%2F0A", WORD, 30, hasDigit);
add("sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_", LETTERS, 10);
add("whsec_", BASE64, 16);
add("xoxa- xoxb- xoxc- xoxd- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe. xapp-", DOTTED, 10);
add("hooks.slack.com/ hooks.slack-gov.com/", PATH, 10);
add("discord.com/api/webhooks/ discordapp.com/api/webhooks/", PATH, 10);
add("webhook.office.com/", PATH, 10);
add("ghp_ gho_ ghu_ ghs_ ghr_", WORD, 20);
add("github_pat_", WORD, 20);
add("glpat- gloas- gldt- glrt- glcbt- glptt- glft- glsoat- glagent- glimt- glffct-", DOTTED, 16, hasCase);
add("npm_", LETTERS, 30);
add("pypi-", WORD, 50);
add("rubygems_", HEX, 40);
add("dckr_pat_ dckr_oat_", WORD, 20);
add("hf_", LETTERS, 30);
add("EAAB EAAC EAAD EAAG EAAI EAAJ EAAM", LETTERS, 50, hasDigit);
add("dop_v1_ doo_v1_ dor_v1_", HEX, 40);
add("shpat_ shpss_ shpca_ shppa_", HEX, 32);
add("sq0atp- sq0csp-", WORD, 20);
add("lin_api_ lin_oauth_", LETTERS, 30);
add("ntn_ secret_", LETTERS, 40, hasDigit);
add("NRAK- NRJS- NRII-", LETTERS, 16);
add("HRKU-", WORD, 30, hasDigit);
add("dapi", HEX, 32);
add("key-", HEX, 32);
for (const digit of "0123456789abcdef") add(`SK${digit}`, HEX, 31);
add("SG.", DOTTED, 30, hasDigit);
add("sk-", WORD, 20, hasDigit);
add("xai- gsk_ r8_ pplx- csk- fw_", WORD, 30, hasDigit);
add("AGE-SECRET-KEY-", UPPER, 40);
add("hvs. hvb. hvr.", WORD, 20, hasCase);
add("ATATT3 ATCTT3 ATBB", BASE64, 28, hasDigit);
add("figd_", WORD, 30);
add("sntrys_ sntryu_", BASE64, 30);
add("PMAK-", WORD, 40);
add("EAA", LETTERS, 60, hasDigit);
add("glsa_ glc_", WORD, 30, hasDigit);
add("sbp_", HEX, 40);
add("pul-", HEX, 40);
add("dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", DOTTED, 40);
add("pscale_tkn_ pscale_oauth_ pscale_pw_", DOTTED, 30);
add("tskey-", WORD, 20, hasDigit);
add("pcsk_ nfp_ lsv2_pt_ lsv2_sk_ fm2_ ops_", BASE64, 36, hasDigit);
add("xkeysib- xsmtpsib-", WORD, 60);
add("CCIPAT_ CCIPRJ_ CFPAT- CLOJARS_", WORD, 40);
add("bkua_ bkpat_ sqp_ squ_ sqa_", HEX, 40);
add("pat-na1- pat-eu1-", WORD, 30);
add("v1.local. v2.local. v3.local. v4.local. v2.public. v4.public.", DOTTED, 50);
add("lsk_ phx_ rpa_ tvly- jina_ nvapi- co_api_", WORD, 30, hasDigit);
add("dt0c01. dt0s01. dt0s16.", DOTTED, 60);
add("LTAI AKID", LETTERS, 16, hasDigit);
add("access_token$production$ access_token$sandbox$", DOLLARS, 40);
add("sl.", DOTTED, 100, hasDigit);
add("oy2", LETTERS, 43, hasDigit);
add("AKCp", LETTERS, 60, hasDigit);
add("ABSK", BASE64, 60, hasDigit);
add("FLWSECK- FLWSECK_TEST- EZAK EZTK duffel_live_ shippo_live_ rdme_", WORD, 28, hasDigit);
add("$2a$ $2b$ $2y$", HASH, 40);
add("$argon2id$ $argon2i$ $argon2d$ $pbkdf2-", HASH, 40);
add("pbkdf2_sha256$ pbkdf2_sha1$ pbkdf2:sha256:", HASH, 30);
add("office.com/webhook/ hooks.zapier.com/ hooks.chime.aws/ maker.ifttt.com/trigger/", PATH, 10);
add("pagerduty.com/integration/ feishu.cn/open-apis/bot/ larksuite.com/open-apis/bot/", PATH, 10);
add(
  "qyapi.weixin.qq.com/cgi-bin/webhook/ hook.eu1.make.com/ hook.us1.make.com/ hook.eu2.make.com/",
  PATH,
  10,
);
// Private keys of elliptic curves, without the lines around them.
add("MHcCAQEE MHQCAQEE MIGkAgEB MIGHAgEAMBMG MC4CAQAwBQYDK2Vw", BASE64, 30);
add("eyJ", DOTTED, 14);
// Discord's bots: an id of digits in base64, a time, a signature.
for (const first of ["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"])
  for (const next of "AEIMQUYcgk")
    add(first + next, DOTTED, 50, (rest) => /^[\w-]{15,30}\.[\w-]{6,7}\.[\w-]{27,50}\.?$/.test(rest));

/** How all of them begin. */
export const SHAPE_BEGINNINGS: readonly string[] = [...shapes.keys()];

/** The secret of such a shape that begins at `at`. */
export function shapeAt(reader: Reader, at: number): Span | undefined {
  if (/[A-Za-z0-9]/.test(reader.text[at - 1] ?? "")) return undefined;
  const candidates = byBeginning.get(reader.text.slice(at, at + 3)) ?? [];
  for (const beginning of candidates) {
    const span = reader.text.startsWith(beginning, at) ? shaped(reader, at, beginning) : undefined;
    if (span) return span;
  }
  return undefined;
}

const byBeginning = new Map<string, string[]>();
for (const beginning of SHAPE_BEGINNINGS) {
  const key = beginning.slice(0, 3);
  byBeginning.set(key, [...(byBeginning.get(key) ?? []), beginning]);
}

function shaped(reader: Reader, at: number, beginning: string): Span | undefined {
  const shape = shapes.get(beginning);
  if (!shape) return undefined;
  const from = at + beginning.length;
  const end = reader.runEnd(shape.after, from);
  if (end - from < shape.min) return undefined;
  const value = reader.text.slice(from, Math.min(end, from + 300));
  if (shape.mixed && !shape.mixed(value)) return undefined;
  // A token of JSON has parts.
  if (beginning === "eyJ" && reader.next(".", from) >= end - 4) return undefined;
  return { start: at, end: trimmed(reader.text, end) };
}

/** A full stop that ends the sentence is no part of it. */
const trimmed = (text: string, end: number): number => (text[end - 1] === "." ? end - 1 : end);

/** A private key from its first to its last line; to the end of the text when the last one was cut off. */
export function privateKeyAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  const label = endOf(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y, text, at);
  if (label === undefined) return undefined;
  const close = reader.next("-----END ", label);
  if (close < text.length)
    return { start: at, end: endOf(/-----END [A-Z0-9 ]{0,60}-----/y, text, close) ?? close };
  return /[\w+/=]{16}/.test(text.slice(label, label + 200)) ? { start: at, end: text.length } : undefined;
}

/** The token of a Telegram bot: `123456789:AA…`, found by its colon. */
export function telegramAt(text: string, colon: number): Span | undefined {
  const digits = /\d{6,12}$/.exec(text.slice(Math.max(0, colon - 12), colon))?.[0];
  const end = endOf(/:[\w-]{30,60}/y, text, colon);
  return digits === undefined || end === undefined ? undefined : { start: colon - digits.length, end };
}
