/** Values are told apart by so many characters; longer ones are compared by their beginning. */
const VALUE_CHARS_MAX = 120;
const BYTES_MAX = VALUE_CHARS_MAX;
const IS_PLAIN = /^[!-@[-~]*$/;

/** A value as it is compared: in lower case, all white space as one space, so many characters of it. */
export function comparable(value: string): string {
  const short = value.length > VALUE_CHARS_MAX ? value.slice(0, VALUE_CHARS_MAX) : value;
  if (IS_PLAIN.test(short)) return short;
  const text = short.toWellFormed().normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
  return Buffer.byteLength(text) <= BYTES_MAX ? text : inBytes(text);
}

/** As much of a text as has room, in whole characters. */
function inBytes(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > BYTES_MAX) break;
    end += character.length;
  }
  return text.slice(0, end).trim();
}
