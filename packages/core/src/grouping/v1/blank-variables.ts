const CHARS_MAX = 500;

// Each pattern is linear: no nested repetition, bounded lengths. The order matters, longer shapes first.
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, "<email>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, "<date>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, "<address>"],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, "<address>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  [/\b(?=[0-9a-f]{0,39}\d)(?=[\d]{0,39}[a-f])[0-9a-f]{8,64}\b/gi, "<hex>"],
  [
    /"[^"\n]{0,200}"|`[^`\n]{0,200}`|“[^”\n]{0,200}”|「[^」\n]{0,200}」|(?<!\w)'[^'\n]{0,200}'(?!\w)/g,
    "<quoted>",
  ],
  [/\b[a-z]{2,6}_[0-9a-z]*\d[0-9a-z]*\b/gi, "<id>"],
  [/(?<![\p{L}\d_])[+-]?\d+(?:[.,]\d+)*(?=(?:ms|s|kb|mb|gb|px|%)?(?![\p{L}\d_]))/giu, "<number>"],
];

/** The first line of a message with what differs from event to event taken out: numbers, ids, addresses, quoted parts. */
export function blankVariables(message: string): string {
  const firstLine = message.trimStart().split("\n", 1)[0]?.slice(0, CHARS_MAX).trim() ?? "";
  return VARIABLES.reduce((text, [pattern, name]) => text.replace(pattern, name), firstLine);
}
