import { isPlaceholder } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { plainEnd } from "./plain-value.js";
import { behind, endOf, type Reader, type Span } from "./reader.js";

/** How a program is given a password by a short flag: right behind it, as the next word, or there after a user's name. */
type Given = "glued" | "apart" | ":" | "%";

const COMMANDS: readonly (readonly [program: RegExp, flag: string, given: Given])[] = [
  [/\b(?:mysql\w*|mariadb\w*|7z\w?|sshpass)\b/, "p", "glued"],
  [/\b(?:sshpass|mongo\w*)\b/, "p", "apart"],
  // Elsewhere it is their port, their project, their patch.
  [/\b(?:docker|podman|nerdctl|helm|az|oc|skopeo|cf|buildah|crane)\b.{0,100}\blogin\b/, "p", "apart"],
  [/\bkadmin\b/, "w", "apart"],
  [/\b(?:redis|keydb|valkey)-cli\b/, "a", "apart"],
  [/\bldap\w+\b/, "w", "apart"],
  [/\b(?:sqlcmd|osql|bcp|zip|unzip|isql)\b/, "P", "apart"],
  [/\bcurl\b/, "u", ":"],
  [/\bcurl\b/, "U", ":"],
  [/\b(?:https?|xh)\b/, "a", ":"],
  [/\b(?:smbclient|rpcclient)\b/, "U", "%"],
  [/\bcurl\b/, "b", "apart"],
  [/\bmosquitto_\w+\b/, "P", "apart"],
  [/\bopenssl\b/, "k", "apart"],
];

const GLUED = /(?=[^\s"'-]|["'][^\s,\]])/y;
const APART = /["']?,?[ \t]{1,4}/y;
const LONG_FLAG = /--(?:user|proxy-user|auth|cookie)(?:=|["']?,?[ ]{1,4}["']?)/y;

const BETWEEN = `["',\\s]{1,6}`;
const placed = (words: string): RegExp => new RegExp(words.replaceAll(" ", BETWEEN), "iy");

/** Programs that take a password by its place: what stands before it. */
const PLACED: readonly RegExp[] = [
  placed(String.raw`(?<=rabbit)mqctl (?:add_user|change_password|authenticate_user) [\w.@-]{1,64} `),
  placed(String.raw`net use (?:\w: )?\\\\[^\s"']{1,100} (?:/user:[^\s"']{1,64} )?(?![/*])`),
  placed(String.raw`config(?:ure)? set [\w./:@-]{0,100}(?:key|token|secret|password) (?=[^\s"']{12})`),
  placed(String.raw`net user [\w.@-]{1,64} (?![/*])`),
  placed(String.raw`(?:(?<=sq)l(?:plus|ldr)|(?<=im|ex)pdp|rman)(?: -\w{1,8}){0,3} [\w$]{1,64}/`),
  /echo (?:-n )?["']?(?=[^\s"'|]{4,100}["']? {0,3}\| {0,3}(?:sudo -S|(?:docker|podman) login|passwd|kinit))/iy,
];

/** Where such a program is named; not always the beginning, which many words share. */
export const PLACED_BEGINNINGS = [
  "mqctl",
  "config set",
  "configure set",
  "net use",
  "net user",
  "lplus",
  "lldr",
  "pdp",
  "rman",
  "echo",
];

/** The password given to such a program whose name stands at `at`. */
export function placedValueAt(reader: Reader, at: number): Span | undefined {
  const start = PLACED.map((words) => endOf(words, reader.text, at)).find((end) => end !== undefined);
  const span = start === undefined ? undefined : argument(reader, start);
  if (!span || isPlaceholder(reader.text.slice(span.start, span.end))) return undefined;
  const connected = reader.text.slice(span.start, span.end).indexOf("@");
  return connected > 0 && /[/]$/.test(reader.text[span.start - 1] ?? "")
    ? { start: span.start, end: span.start + connected }
    : span;
}

/** The password given to a program by a flag whose hyphen stands at `at`. */
export function flagValueAt(reader: Reader, at: number): Span | undefined {
  const { text } = reader;
  if (!/["'\s]/.test(text[at - 1] ?? "")) return undefined;
  const before = behind(text, at, 300);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (text[at + 1] === "-") return longFlag(reader, line, at);
  const meant = COMMANDS.filter(([program, flag]) => flag === text[at + 1] && program.test(line));
  for (const [, , given] of meant) {
    const start = endOf(given === "glued" ? GLUED : APART, text, at + 2);
    const span = start && passwordIn(text, argument(reader, start), given);
    if (span) return span;
  }
  return undefined;
}

function passwordIn(text: string, span: Span | undefined, given: Given): Span | undefined {
  const part = span && (given === ":" || given === "%") ? afterSign(text, span, given) : span;
  return part && !isPlaceholder(text.slice(part.start, part.end)) ? part : undefined;
}

function longFlag(reader: Reader, line: string, at: number): Span | undefined {
  const start = endOf(LONG_FLAG, reader.text, at);
  if (start === undefined || !/\b(?:curl|http|xh|wget)\b/.test(line)) return undefined;
  const span = argument(reader, start);
  return span && afterSign(reader.text, span, reader.text.startsWith("--cookie", at) ? "=" : ":");
}

function argument(reader: Reader, at: number): Span | undefined {
  const mark = markAt(reader.text, at);
  if (mark) return { start: mark.end, end: quoted(reader, mark).innerEnd };
  const end = plainEnd(reader.text, at);
  return end > at && reader.text[at] !== "-" ? { start: at, end } : undefined;
}

function afterSign(text: string, { start, end }: Span, sign: string): Span | undefined {
  const at = text.slice(start, Math.min(end, start + 200)).indexOf(sign);
  return at < 0 || start + at + 1 >= end ? undefined : { start: start + at + 1, end };
}
