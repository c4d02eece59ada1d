import { isPlaceholder } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { plainEnd } from "./plain-value.js";
import { behind, endOf, type Reader, type Span } from "./reader.js";

/** How a program is given a password by a short flag: right behind it, as the next word, or there after a user's name. */
type Given = "glued" | "apart" | ":" | "%";

const COMMANDS: readonly (readonly [program: RegExp, flag: string, given: Given])[] = [
  [/\b(?:mysql\w*|mariadb\w*|7z\w?|sshpass)\b/, "p", "glued"],
  [/\b(?:sshpass|docker|podman|nerdctl|helm|az|mongo\w*|oc|skopeo|cf|kadmin|buildah|crane)\b/, "p", "apart"],
  [/\b(?:redis|keydb|valkey)-cli\b/, "a", "apart"],
  [/\bldap\w+\b/, "w", "apart"],
  [/\b(?:sqlcmd|osql|bcp|zip|unzip|isql)\b/, "P", "apart"],
  [/\bcurl\b/, "u", ":"],
  [/\bcurl\b/, "U", ":"],
  [/\b(?:https?|xh)\b/, "a", ":"],
  [/\b(?:smbclient|rpcclient)\b/, "U", "%"],
  [/\bcurl\b/, "b", "apart"],
];

const GLUED = /(?=[^\s"'-]|["'][^\s,\]])/y;
const APART = /["']?,?[ \t]{1,4}/y;
const LONG_FLAG = /--(?:user|proxy-user|auth|cookie)(?:=|["']?,?[ ]{1,4}["']?)/y;

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
