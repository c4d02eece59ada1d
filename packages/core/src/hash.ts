import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { utf8Length } from "./utf8-length.js";

/** SHA-256 of the parts. Each is preceded by its length, so that moving a border between two changes the value. */
export function digest(...parts: readonly string[]): Uint8Array {
  return sha256(utf8ToBytes(parts.map((part) => `${utf8Length(part)}:${part}`).join("")));
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const BITS = 5;

/** Crockford's base 32 in lower case, without padding: 16 bytes make 26 characters. */
export function base32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= BITS) {
      held -= BITS;
      text += ALPHABET.charAt((buffer >> held) & 31);
    }
    buffer &= (1 << held) - 1;
  }
  return held > 0 ? text + ALPHABET.charAt((buffer << (BITS - held)) & 31) : text;
}

const VALUES = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))),
);

/** The bytes that `base32` made the text of. */
export function unbase32(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8));
  let buffer = 0;
  let held = 0;
  let place = 0;
  for (let from = 0; from < text.length; from++) {
    buffer = (buffer << BITS) | (VALUES[text.charCodeAt(from)] ?? 0);
    held += BITS;
    if (held < 8) continue;
    held -= 8;
    bytes[place++] = (buffer >> held) & 255;
    buffer &= (1 << held) - 1;
  }
  return bytes;
}
