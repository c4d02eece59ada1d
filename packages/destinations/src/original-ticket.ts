import { utf8Length } from "@faultline/core/utf8-length";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Alert } from "./alert.js";
import { oneLine } from "./text.js";

/** A ticket as a tracker's search gives it back. */
interface Found {
  readonly title?: string | undefined;
  readonly text?: string | null | undefined;
}

const TITLE_BYTES_MAX = 250;
const HASH_CHARS = 10;
const GAP = "...";

/**
 * What the original faultline called the ticket of an error: `[type] message`, or of one of 250 bytes and more the first
 * 237 of them (to the end of a character), and the hash of the rest.
 */
function originalTitle({ type, message }: Pick<Alert["issue"], "type" | "message">): string {
  const title = `[${type}] ${message}`.toWellFormed();
  if (utf8Length(title) < TITLE_BYTES_MAX) return title;
  let bytes = 0;
  let end = 0;
  for (const character of title) {
    if (bytes >= TITLE_BYTES_MAX - GAP.length - HASH_CHARS) break;
    bytes += utf8Length(character);
    end += character.length;
  }
  const hash = bytesToHex(sha256(utf8ToBytes(title.slice(end)))).slice(0, HASH_CHARS);
  return `${title.slice(0, end)}${GAP}${hash}`;
}

/**
 * Whether a ticket of the token's own user is the one that the original made for this issue: it has that title, and
 * nothing of a hidden marker. An error's text cannot forge that: whatever it brings into a ticket stands in one of ours,
 * before its marker. Who wrote the ticket has to be known before this is asked.
 */
export const isOriginals = ({ issue }: Pick<Alert, "issue">, { title, text }: Found): boolean =>
  title !== undefined &&
  oneLine(title) === oneLine(originalTitle(issue)) &&
  !(text ?? "").includes("<!-- faultline:");

/** GitHub takes 256 characters with all that is around them. https://docs.github.com/en/search-github/getting-started-with-searching-on-github/troubleshooting-search-queries */
const QUERY_CHARS_MAX = 150;
/** Shorter ones GitLab does not look for, and half of a longer one is no word to GitHub. */
const WORD_CHARS = { min: 3, max: 60 };
const OPERATORS = new Set(["AND", "OR", "NOT"]);

/** Words of that title to search by: nothing in them means anything to a search. Empty when there are none. */
export function originalWords(alert: Pick<Alert, "issue">): string {
  const words = originalTitle(alert.issue).match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  let query = "";
  for (const word of words) {
    if (word.length < WORD_CHARS.min || word.length > WORD_CHARS.max || OPERATORS.has(word)) continue;
    const next = `${query} ${word}`;
    if (next.length > QUERY_CHARS_MAX) break;
    query = next;
  }
  return query.trim();
}
