const LINE_CHARS_MAX = 80;

/** A list or object as JSON: on one line where it has room on one, else each part on its own. */
export function jsonText(value: object): string {
  // Line ends within texts are escaped, so these are none of theirs.
  const line = JSON.stringify(value, null, 1).replace(/\n */g, " ");
  return line.length <= LINE_CHARS_MAX ? line : JSON.stringify(value, null, 2);
}
