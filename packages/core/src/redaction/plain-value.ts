import { endOf } from "./reader.js";

/** Where a value without quotation marks ends: at a blank, a mark, a bracket it did not open, or before the next name. */
export function plainEnd(text: string, at: number): number {
  let open = 0;
  let place = at;
  for (; place < text.length; place = afterSign(text, place)) {
    const kind = kindOf(text, place);
    if (kind === "ends" || (kind === "maybe" && isEnd(text, place))) return place;
    if (kind === "opens") open++;
    if (kind === "closes" && open-- === 0) return place;
  }
  return text.length;
}

/** Backslashes are looked through once, not once for each of them. */
const afterSign = (text: string, at: number): number =>
  text[at] === "\\" ? (endOf(BACKSLASHES, text, at) ?? at + 1) : at + 1;

type SignKind = "ends" | "opens" | "closes" | "maybe";

const SIGNS = new Map<string, SignKind>([
  ...[..." ;<|\u00a0\u3000、。"].map((sign): [string, SignKind] => [sign, "ends"]),
  ...[..."[({"].map((sign): [string, SignKind] => [sign, "opens"]),
  ...[..."])}"].map((sign): [string, SignKind] => [sign, "closes"]),
  ...[..."\\\"'`,&%>"].map((sign): [string, SignKind] => [sign, "maybe"]),
]);

function kindOf(text: string, at: number): SignKind | undefined {
  const char = text[at] ?? "";
  return char < " " ? "ends" : SIGNS.get(char);
}

const WORD = /\w/;
const BACKSLASHES = /\\+/y;
const NEXT_NAME = /[,&](?:amp;)?(?:[\s"'}\])]|$|[\w.%[\]-]{1,64}[=:])/y;
const ENDING_ESCAPE = /\\+(?:["'`nrt]|u00(?:22|27|26|3[cCeE])|x2[27])/y;

function isEnd(text: string, at: number): boolean {
  const char = text[at];
  if (char === "\\") return endOf(ENDING_ESCAPE, text, at) !== undefined;
  if (char === "," || char === "&") return endOf(NEXT_NAME, text, at) !== undefined;
  if (char === "%") return text.startsWith("%26", at) || text.startsWith("%22", at);
  if (char === ">") return text[at - 1] !== "-";
  // An apostrophe within a word belongs to it; one that ends a quotation is followed by something else.
  return (char === "'" || char === '"' || char === "`") && !WORD.test(text[at + 1] ?? "");
}

/** Where the line ends, without the blanks that end it. */
export function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  while (end > at && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return end;
}
