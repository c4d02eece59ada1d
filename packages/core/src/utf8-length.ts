import { utf8ToBytes } from "@noble/hashes/utils.js";

/** How many bytes a text has in UTF-8. Most texts are short and plain ASCII, and telling that is cheaper than encoding them. */
export const utf8Length = (text: string): number => (isAscii(text) ? text.length : utf8ToBytes(text).length);

function isAscii(text: string): boolean {
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) > 127) return false;
  return true;
}
