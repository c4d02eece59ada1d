export const REDACTED = "[redacted]";

// Each pattern is linear in the text: bounded repetitions, no nesting. What stands in `keep` stays.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
    REDACTED,
  ],
  [/https?:\/\/hooks\.slack(?:-gov)?\.com\/[\w/-]{1,200}/gi, REDACTED],
  [/https?:\/\/(?:[\w-]{1,60}\.)?discord(?:app)?\.com\/api\/webhooks\/[\w/-]{1,200}/gi, REDACTED],
  [/https?:\/\/[\w.-]{1,100}\.webhook\.office\.com\/[\w/@%-]{1,400}/gi, REDACTED],
  [/\bxox[a-z]-[\w-]{10,250}/g, REDACTED],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255})/g, REDACTED],
  [/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}/g, REDACTED],
  [/(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{4,8000}(?:\.[\w-]{0,4000})?/g, REDACTED],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g, REDACTED],
  [/\b(Bearer|Basic|Digest)\s{1,4}[\w+/=.~-]{6,8000}/gi, `$1 ${REDACTED}`],
  [/([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"']{1,200}):[^\s@/"']{1,200}@/gi, `$1:${REDACTED}@`],
  [
    /((?:^|[?&;\s,{"'([])(?:[\w-]{0,40}(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|token|authorization|cookie|sessionid))["']{0,2}\s{0,3}[=:]\s{0,3}["']{0,2})(?!\[redacted\])[^\s&;,"'{}()[\]]{1,500}/gi,
    `$1${REDACTED}`,
  ],
];

const MAYBE_SECRET =
  /BEGIN|hooks|webhook|xox|gh[pousr]_|github_pat|glpat|_live_|_test_|eyJ|AKIA|ASIA|AROA|AIDA|bearer|basic|digest|:\/\/|pass|secret|key|token|authorization|cookie|session/i;

/** The text with whatever looks like a secret replaced: keys, tokens, webhook addresses, credentials, card numbers. */
export function redactText(text: string): string {
  const withoutSecrets = MAYBE_SECRET.test(text)
    ? PATTERNS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text)
    : text;
  return /\d{4}/.test(withoutSecrets) ? withoutSecrets.replace(CARD, redactCard) : withoutSecrets;
}

const CARD = /(?<![\w.-])(?:\d[ -]?){12,18}\d(?![\w-])/g;

function redactCard(candidate: string): string {
  const digits = candidate.replace(/\D/g, "");
  const isCard = /^(?:4|5[1-5]|2[2-7]|3[47]|6(?:011|5)|35)/.test(digits) && passesLuhn(digits);
  return isCard ? REDACTED : candidate;
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
