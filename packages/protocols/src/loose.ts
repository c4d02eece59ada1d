import { clientTime, parseTime } from "@faultline/core/time";
import { z } from "zod";

// Readers for what SDKs send in many versions: an odd value in a side field is left out rather than
// allowed to cost the whole report.

/** Whatever stands there: read further where it is used, if at all. */
export const anything = z.unknown().optional();

/** A text, or a number or boolean as text; undefined for anything else and for an empty text. */
export const text = anything.transform((value) => {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
});

/** A whole number, also as text; undefined for anything else. */
export const integer = anything.transform((value) => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
});

export const flag = anything.transform((value) => (typeof value === "boolean" ? value : undefined));

/** An object's values; undefined for a list (PHP sends `[]` for an empty object) and anything else. */
export const record = anything.transform((value) => (isRecord(value) ? value : undefined));

/** Local variables by their names, undefined when there are none: what is null says something here. */
export const variables = anything.transform((value) =>
  isRecord(value) && Object.keys(value).length > 0 ? value : undefined,
);

/** A list's entries; none for anything else. Of a very long one, its ends: an event keeps fewer than that. */
export const list = anything.transform((value): unknown[] => (Array.isArray(value) ? ends(value) : []));

/** Every entry of a list, however many: for what a request may have many of. */
export const everything = anything.transform((value): unknown[] => (Array.isArray(value) ? value : []));

const FIRST_ENTRIES = 300;
const LAST_ENTRIES = 200;

const ends = (entries: unknown[]): unknown[] =>
  entries.length <= FIRST_ENTRIES + LAST_ENTRIES
    ? entries
    : [...entries.slice(0, FIRST_ENTRIES), ...entries.slice(-LAST_ENTRIES)];

/** An object's values as texts, those that are none left out; undefined when nothing is left. */
export const texts = anything.transform((value) => {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const known = text.parse(entry);
    return known === undefined ? [] : [[name, known] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
});

/** The same for what may also come as a list of pairs. */
export const pairs = anything.transform((value) =>
  texts.parse(Array.isArray(value) ? Object.fromEntries(value.filter(isPair)) : value),
);

/** A list of words as the names of a record, since that is what a search can find. */
export const marks = anything.transform((value) => {
  const words = Array.isArray(value) ? value.flatMap((entry) => text.parse(entry) ?? []) : [];
  return words.length === 0 ? undefined : Object.fromEntries(words.map((word) => [word, "true"]));
});

/** Milliseconds since 1970, from seconds or RFC 3339; undefined for anything else. */
export const moment = anything.transform((value) => {
  if (typeof value === "string") return parseTime(value) ?? seconds(value);
  return typeof value === "number" ? clientTime(value * 1000) : undefined;
});

const seconds = (value: string): number | undefined =>
  value.trim() === "" ? undefined : clientTime(Number(value) * 1000);

const isPair = (value: unknown): value is [string, unknown] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string";

/** Without the entries that tell nothing; undefined when none is left. */
export function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const kept = Object.entries(values).filter(([, value]) => !isEmpty(value));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
