import type { Visitor } from "./free-form.js";
import { LIMITS } from "./limit.js";
import { mapReport } from "./map-report.js";
import { type RedactText, redactText, redactTextAndNames } from "./redact-text.js";
import { looksRandom } from "./redaction/judge-value.js";
import { withoutKeys } from "./redaction/key-lines.js";
import { isHeaderValue } from "./redaction/listed.js";
import { isCard } from "./redaction/numbers.js";
import { REDACTED } from "./redaction/redacted.js";
import { nameKind } from "./redaction/secret-names.js";
import { remembering } from "./remembering.js";
import type { Report } from "./report.js";

/**
 * A report without its secrets: values of keys that name one, and whatever looks like one inside any text.
 * `extraKeys` are a project's own names, compared like ours: without case, `_` and `-`.
 */
export function redact(report: Report, extraKeys: readonly string[] = []): Report {
  return mapReport(report, extraKeys.length === 0 ? OF_ALL : ofProject(extraKeys.join("\n"), extraKeys));
}

/** A table of 64 KB is made of each list of names. */
const LISTS_REMEMBERED_MAX = 50;

const ofProject = remembering(
  (extraKeys: readonly string[]) => visitorFor(new Set(extraKeys.map(plain))),
  LISTS_REMEMBERED_MAX,
);

function visitorFor(own: ReadonlySet<string>): Visitor {
  const redactWhole: RedactText = own.size === 0 ? redactText : redactTextAndNames(own);
  return {
    text: (whole) => redactWhole(whole.slice(0, TEXT_CHARS_MAX)),
    named: (key, value, beside) =>
      (own.size > 0 && own.has(plain(key))) || isSecret(key, value) || isValueOfSecret(key, beside)
        ? REDACTED
        : undefined,
    listed,
    number,
    lines: withoutKeys,
    entriesMax: LIMITS.entriesMax,
  };
}

/** What somebody writes about errors, without its secrets: as the texts of a report are. */
export function redactNote(note: string, extraKeys: readonly string[] = []): string {
  const redactWhole = extraKeys.length === 0 ? redactText : redactTextAndNames(new Set(extraKeys.map(plain)));
  // Line by line a pasted key looks like nothing; the lines around it say what it is.
  const lines = Object.fromEntries(note.split("\n").map((line, place) => [String(place), line]));
  return redactWhole(Object.values(withoutKeys(lines)).join("\n"));
}

/**
 * What is cut off later is not read. So much longer than any text that stays, so that a secret which reaches over the
 * cut is still known by its looks.
 */
const TEXT_CHARS_MAX = 3 * LIMITS.messageMax;

const plain = (key: string): string => key.toLowerCase().replace(/[^\p{L}\d]/gu, "");

/** True when the key says that its value is a secret. That there is none, or whether there is one, is no secret. */
function isSecret(key: string, value: unknown): boolean {
  if (value === "" || value === null || value === undefined || typeof value === "boolean") return false;
  const kind = nameKind(key);
  if (kind === undefined) return false;
  if (kind === "secret") return !(DIRECTORY.test(key) && typeof value === "string" && value.startsWith("/"));
  if (typeof value === "number") return kind === "digits";
  if (typeof value !== "string") return false;
  return kind === "digits" || ALWAYS.test(key) || looksRandom(value);
}

/** Names that mean a secret, as keys, though a text may say more with them. */
const ALWAYS = /^(?:auth|sid|sig|signature)$/i;

/** The shell's `PWD`. */
const DIRECTORY = /^(?:old)?pwd$/i;

/** `{"name": "password", "value": "x"}`, as forms and headers are often listed. */
function isValueOfSecret(key: string, beside: object | undefined): boolean {
  if (!beside || !VALUE_KEYS.has(key.toLowerCase())) return false;
  return NAME_KEYS.some((nameKey) => {
    const name: unknown = Reflect.get(beside, nameKey);
    return typeof name === "string" && nameKind(name) === "secret";
  });
}

const VALUE_KEYS = new Set(["value", "val", "v", "content", "stringvalue"]);
const NAME_KEYS = ["name", "key", "field", "param", "parameter", "header", "k", "id", "Name", "Key"];

/** What follows a flag in a command's arguments, or a name where names and values take turns: `["--password", "x"]`. */
function listed(entries: readonly unknown[], index: number): string | undefined {
  const before = entries[index - 1];
  const value = entries[index];
  if (typeof before !== "string" || typeof value !== "string" || before.length > 100) return undefined;
  if (nameKind(before) !== "secret" || !/^[\w.:[\]-]+$/.test(before)) return undefined;
  if (/^--?[A-Za-z]/.test(before)) return value.startsWith("-") || value === "" ? undefined : REDACTED;
  const isNameAndValue = entries.length % 2 === 0 && index % 2 === 1;
  return isNameAndValue && isHeaderValue(before, value) ? REDACTED : undefined;
}

const number = (value: number): string | undefined =>
  Number.isSafeInteger(value) && value > 1e12 && isCard(String(value)) ? REDACTED : undefined;

/** Without a project's own names. */
const OF_ALL = visitorFor(new Set());
