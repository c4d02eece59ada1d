import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { utf8Length } from "./utf8-length.js";

const BYTES_MAX = 627;
const MARK = "--truncated-by-faultline--";

/**
 * What the original API calls an error in its addresses: its message, or of one of 627 bytes and more the first 627
 * (to the end of a character), and the hash of the rest.
 */
export function messageName(message: string): string {
  if (utf8Length(message) < BYTES_MAX) return message;
  let bytes = 0;
  let end = 0;
  for (const character of message) {
    if (bytes >= BYTES_MAX) break;
    bytes += utf8Length(character);
    end += character.length;
  }
  return `${message.slice(0, end)}${MARK}${bytesToHex(sha256(utf8ToBytes(message.slice(end))))}`;
}
