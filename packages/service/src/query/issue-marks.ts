import { unbase32 } from "@faultline/core/hash";

// What of a listing was shown is told in its cursor. An id has 26 characters; of some hundred thousand, as a list may have, forty
// of its bits tell each from the others.

const MARK_BYTES = 5;
const MARK_CHARS = 8;

/** Of an issue's id, which is a hash, enough to tell it from the others of a list: ten digits. The last character has few bits. */
export const markOf = (id: string): string =>
  Buffer.from(unbase32(id.slice(-MARK_CHARS - 1, -1))).toString("hex");

/** Marks as one short text. */
export const writeMarks = (marks: Iterable<string>): string =>
  Buffer.from([...marks].join(""), "hex").toString("base64url");

/** The marks that `writeMarks` made the text of. */
export const marksIn = (text: string): readonly string[] =>
  Buffer.from(text, "base64url")
    .toString("hex")
    .match(new RegExp(`.{${2 * MARK_BYTES}}`, "g")) ?? [];
