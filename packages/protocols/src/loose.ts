import { mapFreeForm } from "@faultline/core/free-form";
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

/**
 * The same, and a list's texts one after the other, and anything else as JSON: for what is to be read by people, and
 * comes as an object from one client and as a text from all others.
 */
export const said = anything.transform((value) => text.parse(value) ?? described(value));

function described(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return undefined;
  const words = Array.isArray(value) ? value.map((entry) => text.parse(entry)) : [];
  return words.length > 0 && !words.includes(undefined)
    ? words.join(", ")
    : JSON.stringify(mapFreeForm(value, BOUNDED));
}

/** Nobody reads further, and what is nested without end cannot be printed. */
const BOUNDED = { text: (text: string) => text, entriesMax: 100 };

/** An id; one that is wrapped into an object (`{"$oid": "…"}`, as documents have it) is taken out of it. */
export const identity = anything.transform((value) => {
  const inside = isRecord(value) ? Object.values(value) : [];
  return said.parse(inside.length === 1 ? inside[0] : value);
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

/** The arguments of a call, where their names are not told: the first is `#1`. */
export const argumentsOf = (values: readonly unknown[]): Record<string, unknown> | undefined =>
  variables.parse(Object.fromEntries(values.map((value, place) => [`#${place + 1}`, value])));

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

/** An object's values as texts, those that tell nothing left out; undefined when nothing is left. */
export const texts = anything.transform((value) => {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const known = said.parse(entry);
    return known === undefined ? [] : [[name, known] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
});

/** The same for what may also come as a list of pairs. */
export const pairs = anything.transform((value) =>
  texts.parse(Array.isArray(value) ? Object.fromEntries(value.filter(isPair)) : value),
);

/** An object, also one that comes as a list of pairs: a name's value is then found by its name. A name given twice keeps all. */
export const named = anything.transform((value) => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPair)) return value;
  const byName = new Map<string, unknown[]>();
  for (const [name, entry] of value) {
    const known = byName.get(name);
    if (known) known.push(entry);
    else byName.set(name, [entry]);
  }
  const entries = [...byName].map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
  return Object.fromEntries(entries);
});

/** A list of words, or a text of them with commas, as the names of a record, since that is what a search can find. */
export const marks = anything.transform((value) => {
  const entries =
    typeof value === "string" ? value.split(",", FIRST_ENTRIES).map((word) => word.trim()) : value;
  const words = Array.isArray(entries) ? entries.flatMap((entry) => text.parse(entry) ?? []) : [];
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
