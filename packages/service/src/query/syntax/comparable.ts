/** Values are told apart by so many characters; longer ones are compared by their beginning. */
const VALUE_CHARS_MAX = 120;
const IS_PLAIN = /^[!-@[-~]*$/;

/** A value as it is compared: in lower case, all white space as one space, so many characters of it. */
export function comparable(value: string): string {
  const short = value.slice(0, VALUE_CHARS_MAX).toWellFormed();
  if (IS_PLAIN.test(short)) return short;
  return short.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}
