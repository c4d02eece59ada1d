import type { Name } from "./named.js";
import type { Reader } from "./reader.js";
import { nameKind } from "./secret-names.js";

const PART_MAX = 64;

/** The name in which `at` lies, or which it ends as its second word: `api_key`, `API key`. Names of files are none. */
export function nameAround({ text, ownNames }: Reader, at: number, floor: number): Name | undefined {
  const start = leftEnd(text, at, Math.max(floor, at - PART_MAX));
  const end = rightEnd(text, at, Math.min(text.length, at + PART_MAX));
  if (end - at >= PART_MAX || end <= at) return undefined;
  const name = text.slice(start, end);
  const kind = isOwn(name, ownNames) ? "secret" : nameKind(name);
  if (FILE.test(name)) return undefined;
  if (kind !== undefined || !SECOND.test(name)) return { start, end, text: name, kind };
  const before = /(?:^|[^\w])([A-Za-z\d]{3,14}) $/.exec(text.slice(Math.max(floor, start - 16), start))?.[1];
  const both = `${before}_${name}`;
  if (before === undefined || nameKind(both) === undefined) return { start, end, text: name, kind };
  return { start: start - before.length - 1, end, text: both, kind: nameKind(both) };
}

const SECOND = /^(?:keys?|codes?|number|string|phrase|card)$/i;

const isOwn = (name: string, own: ReadonlySet<string>): boolean =>
  own.size > 0 && own.has(name.toLowerCase().replace(/[^\p{L}\d]/gu, ""));

const FILE =
  /\.(?:[cm]?[jt]sx?|rb|py|php|phtml|java|go|cs|kt|html?|s?css|vue|svelte|exs?|erl|rs|c|cc|cpp|h|swift|scala|json|ya?ml|xml|toml|ini|conf|txt|log|md|pem|crt|svg|png|dart|mjs|sql|sh|lock|erb|haml|twig|blade)$/i;

function leftEnd(text: string, from: number, limit: number): number {
  let start = from;
  while (start > limit && isNamePart(text.charCodeAt(start - 1))) start--;
  return afterEscape(text, start, from);
}

/** What is left of an escape is no part of the name: `\n`, `\u0022`, `%5B`, Java's `-D`. */
function afterEscape(text: string, start: number, from: number): number {
  const before = text[start - 1];
  const run = text.slice(start, Math.min(from, start + 6));
  const length =
    before === "\\"
      ? (/^(?:u[\da-f]{4}|x[\da-f]{2}|[nrt])/i.exec(run)?.[0].length ?? 0)
      : before === "%"
        ? (/^[\da-f]{2}/i.exec(run)?.[0].length ?? 0)
        : /^-D[a-z]/.test(run)
          ? 2
          : 0;
  return Math.min(start + length, from);
}

function rightEnd(text: string, from: number, limit: number): number {
  let end = from;
  while (end < limit && isNamePart(text.charCodeAt(end))) end++;
  while (end > from && (text[end - 1] === "." || text[end - 1] === "-" || text[end - 1] === "$")) end--;
  return end;
}

/** Letters, digits, `_`, `-`, `.` and `$`, and what is no sign of punctuation beyond ASCII. */
function isNamePart(code: number): boolean {
  if (code < 0x80) {
    return (
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x30 && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a) ||
      code === 0x5f ||
      code === 0x2d ||
      code === 0x2e ||
      code === 0x24
    );
  }
  return (
    code >= 0xc0 &&
    !(code >= 0x2000 && code <= 0x206f) &&
    !(code >= 0x3000 && code <= 0x303f) &&
    !(code >= 0xff00 && code <= 0xff20)
  );
}
