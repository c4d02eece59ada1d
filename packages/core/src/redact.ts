import { LIMITS } from "./limit.js";
import { mapReport } from "./map-report.js";
import { REDACTED, redactText } from "./redact-text.js";
import type { Report } from "./report.js";

// Names in lower case without `_`, `-`, `.` and spaces; a key that contains one of the first, or is one of the second.
const SECRET_PARTS = [
  "password",
  "passwd",
  "passphrase",
  "secret",
  "apikey",
  "accesskey",
  "privatekey",
  "authorization",
  "credential",
  "cookie",
  "webhook",
  "creditcard",
  "cardnumber",
  "csrf",
  "xsrf",
  "sessionid",
  "sessid",
  "accesstoken",
  "authtoken",
  "refreshtoken",
  "idtoken",
  "usertoken",
  "bearer",
  "connectionstring",
  "databaseurl",
]; // prettier-ignore
const SECRET_NAMES = new Set([
  "token",
  "pwd",
  "pass",
  "auth",
  "jwt",
  "sid",
  "cvc",
  "cvv",
  "cvv2",
  "pin",
  "ssn",
  "otp",
  "dsn",
  "signature",
  "xamzsecuritytoken",
]);

/**
 * A report without its secrets: values of keys that name one, and whatever looks like one inside any text.
 * `extraKeys` are a project's own names, compared like ours: without case, `_` and `-`.
 */
export function redact(report: Report, extraKeys: readonly string[] = []): Report {
  const extra = new Set(extraKeys.map(plain));
  const named = (key: string): string | undefined =>
    isSecretName(key) || extra.has(plain(key)) ? REDACTED : undefined;
  return mapReport(report, { text: redactStart, named, entriesMax: LIMITS.entriesMax });
}

/**
 * What is cut off later is not read. So much longer than any text that stays, so that a secret which reaches over the
 * cut is still known by its looks.
 */
const TEXT_CHARS_MAX = 3 * LIMITS.messageMax;

const redactStart = (text: string): string => redactText(text.slice(0, TEXT_CHARS_MAX));

/** True for a key whose value is a secret, whatever it is. */
function isSecretName(key: string): boolean {
  const name = plain(key);
  if (SECRET_NAMES.has(name)) return true;
  return SECRET_PARTS.some((part) => name.includes(part)) || /(^|[a-z])token$/.test(name);
}

const plain = (key: string): string => key.toLowerCase().replace(/[^\p{L}\d]/gu, "");
