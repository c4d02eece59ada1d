const CHARS_MAX = 500;

// Each pattern is linear: no nested repetition, bounded lengths. The order matters, longer shapes first.
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [
    /(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)\/[^\s"'`,;)]{1,200}|\b[A-Za-z]:\\[^\s"']{0,200}\\Temp\\[^\s"'`,;)]{1,200}/g,
    "<file>",
  ],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, "<email>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, "<date>"],
  [
    /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:\d{1,2}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[ -]\d{2,4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}\d{1,2}(?:,? \d{4})?)(?:,? \d\d:\d\d(?::\d\d)?)?(?: (?:GMT|UTC|[+-]\d{4}|[A-Z]{3}))?(?: \d{4})?/g,
    "<date>",
  ],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, "<address>"],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, "<address>"],
  // With what is left out of it, and an interface: `fe80::1%eth0`.
  [
    /(?<![\w:])(?=[a-f:]{0,38}\d)(?:[0-9a-f]{1,4}:){1,7}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?:%\w{1,16})?(?![\w:])/gi,
    "<address>",
  ],
  [/(?<![\w:])::(?=[a-f]{0,3}\d)[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}(?![\w:])/gi, "<address>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  [/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, "<id>"],
  // KSUID; nanoid, which may hold `_` and `-`.
  [/\b[0-3][0-9A-Za-z]{26}\b/g, "<id>"],
  [
    /(?<![\w-])(?=[\w-]{0,20}\d)(?=[\w-]{0,20}[a-z])(?=[\w-]{0,20}[A-Z])(?=(?:[A-Za-z_-]{0,20}\d){2})[\w-]{21}(?![\w-])/g,
    "<id>",
  ],
  // What a cluster puts behind a deployment's name.
  [/(?<=[a-z\d])-[bcdf-hj-np-tv-xz2456789]{8,10}-[bcdf-hj-np-tv-xz2456789]{5}(?![\w-])/g, "-<id>"],
  // Ids of letters and digits; in addresses also such as hold `_` and `-`.
  [/(?<![\w-])(?=(?:[A-Za-z]{0,64}\d){3})(?=\d{0,64}[A-Za-z])[A-Za-z\d]{16,64}={0,2}(?![\w-])/g, "<id>"],
  [/(?<=[/=])(?=[\w-]{0,64}\d)(?=[\w-]{0,64}[a-z])(?=[\w-]{0,64}[A-Z])[\w-]{20,64}(?![\w-])/g, "<id>"],
  [/\b(?=[0-9a-f]{0,39}\d)(?=[\d]{0,39}[a-f])[0-9a-f]{8,64}\b/gi, "<hex>"],
  [
    /"[^"\n]{0,200}"|`[^`\n]{0,200}`|“[^”\n]{0,200}”|「[^」\n]{0,200}」|(?<!\w)'[^'\n]{0,200}'(?!\w)/g,
    "<quoted>",
  ],
  [/\b[a-z]{2,6}_[0-9a-z]*\d[0-9a-z]*\b/gi, "<id>"],
  [/(?<![\p{L}\d_])-?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|h|m|s|d)){1,5}(?![\p{L}\d_])/gu, "<number>"],
  // ISO 8601: `PT1M30.5S`.
  [
    /\b(?:P(?:\d{1,9}[YMWD]){1,4}(?:T(?:\d{1,9}(?:[.,]\d{1,9})?[HMS]){1,3})?|PT(?:\d{1,9}(?:[.,]\d{1,9})?[HMS]){1,3})\b/g,
    "<number>",
  ],
  [/(?<![\p{L}\d_])\d+(?:[.,]\d+)* ?(?:[KMGT]i?B|kB|bytes?)\b/gu, "<number>"],
  // The number in `error #418` says which error it is.
  [/(?<![\p{L}\d_]|\berror #)[+-]?\d+(?:[.,]\d+)*(?=(?:ms|s|kb|mb|gb|px|%)?(?![\p{L}\d_]))/giu, "<number>"],
  // One or several.
  [
    /(?<=<number> (?:[a-z]{2,12} )?(?:(?:milli|micro|nano)?second|minute|hour|day|week|attempt|error|item|row|record|element|argument|file|byte|character|time|request))(?![a-z])/gi,
    "s",
  ],
];

/** The first line of a message with what differs from event to event taken out: numbers, ids, times, addresses, quoted parts. */
export function template(message: string): string {
  const firstLine = message.trimStart().split("\n", 1)[0]?.slice(0, CHARS_MAX).trim() ?? "";
  return VARIABLES.reduce((text, [pattern, name]) => text.replace(pattern, name), firstLine);
}
