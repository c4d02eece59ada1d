import { REDACTED } from "./redacted.js";

const BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
const ENDS = /-----END /;
/** A line of base64 alone, as a key has them, whatever quotes and joins it. */
const KEY_LINE = /^[\s"'`+.]{0,80}[A-Za-z0-9+/=]{48,}(?:\\n)?[\s"'`+,;.\\]{0,20}$/;

/** `-----BEGIN PRIVATE KEY`, and a line of a key is longer. */
const CHARS_MIN = 22;

/** Lines of source without those of a private key: each stands alone, and what it is the lines around it say. */
export function withoutKeys(code: Readonly<Record<string, string>>): Record<string, string> {
  let isKey = false;
  let copy: Record<string, string> | undefined;
  for (const line in code) {
    const text = code[line] ?? "";
    // Most lines are neither part of a key nor long enough to be.
    if (!isKey && text.length < CHARS_MIN) continue;
    const isInside = isKey || KEY_LINE.test(text);
    isKey = (isKey || BEGINS.test(text)) && !ENDS.test(text);
    if (!isInside) continue;
    copy ??= { ...code };
    copy[line] = REDACTED;
  }
  return copy ?? code;
}
