import { mapFreeForm } from "@faultline/core/free-form";
import { setOwn } from "@faultline/core/set-own";
import { clientTime, parseTime } from "@faultline/core/time";
import * as z from "zod";

// Readers for what SDKs send in many versions: an odd value in a side field is left out rather than
// allowed to cost the whole report. Each is a function, and under a shorter name a schema of the same: asking a schema for
// each of a thousand frames takes longer than all else of reading them.

/** Whatever stands there: read further where it is used, if at all. */
export const anything = z.unknown().optional();

/** A text, or a number or boolean as text; undefined for anything else and for an empty text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
export const text = anything.transform(asText);

/**
 * The same, and a list's texts one after the other, and anything else as JSON: for what is to be read by people, and
 * comes as an object from one client and as a text from all others.
 */
export const asSaid = (value: unknown): string | undefined => asText(value) ?? described(value);
export const said = anything.transform(asSaid);

function described(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return undefined;
  const words = Array.isArray(value) ? value.map((entry) => asText(entry)) : [];
  return words.length > 0 && !words.includes(undefined)
    ? words.join(", ")
    : JSON.stringify(mapFreeForm(value, BOUNDED));
}

/** Nobody reads further, and what is nested without end cannot be printed. */
const BOUNDED = { text: (text: string) => text, entriesMax: 100 };

/** An id; one that is wrapped into an object (`{"$oid": "…"}`, as documents have it) is taken out of it. */
export function asIdentity(value: unknown): string | undefined {
  const inside = isRecord(value) ? Object.values(value) : [];
  return asSaid(inside.length === 1 ? inside[0] : value);
}
export const identity = anything.transform(asIdentity);

/** A whole number, also as text; undefined for anything else. */
export function asInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}
export const integer = anything.transform(asInteger);

export const asFlag = (value: unknown): boolean | undefined =>
  typeof value === "boolean" ? value : undefined;
export const flag = anything.transform(asFlag);

/** An object's values; undefined for a list (PHP sends `[]` for an empty object) and anything else. */
export const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  isRecord(value) ? value : undefined;
export const record = anything.transform(asRecord);

/** Local variables by their names, or in their order, undefined when there are none: what is null says something here. */
export function asVariables(value: unknown): Record<string, unknown> | undefined {
  if (isRecord(value)) return Object.keys(value).length > 0 ? value : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const entries = ends(value);
  return entries.every(isPair) ? Object.fromEntries(entries) : argumentsOf(entries);
}

export const variables = anything.transform(asVariables);

/** The arguments of a call, where their names are not told: the first is `#1`. */
export const argumentsOf = (values: readonly unknown[]): Record<string, unknown> | undefined =>
  asVariables(Object.fromEntries(values.map((value, place) => [`#${place + 1}`, value])));

/** A list's entries; none for anything else. Of a very long one, its ends: an event keeps fewer than that. */
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? ends(value) : []);
export const list = anything.transform(asList);

/** Every entry of a list, however many: for what a request may have many of. */
export const everything = anything.transform((value): unknown[] => (Array.isArray(value) ? value : []));

const FIRST_ENTRIES = 300;
const LAST_ENTRIES = 200;

const ends = (entries: unknown[]): unknown[] =>
  entries.length <= FIRST_ENTRIES + LAST_ENTRIES
    ? entries
    : [...entries.slice(0, FIRST_ENTRIES), ...entries.slice(-LAST_ENTRIES)];

/** An object's values as texts, those that tell nothing left out; undefined when nothing is left. */
export const texts = anything.transform(asTexts);

function asTexts(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  let kept: Record<string, string> | undefined;
  for (const name in value) {
    const known = asSaid(value[name]);
    if (known === undefined) continue;
    kept ??= {};
    setOwn(kept, name, known);
  }
  return kept;
}

/** The same for what may also come as a list of pairs, or of `{key, value}`. */
export const asPairs = (value: unknown): Record<string, string> | undefined =>
  asTexts(Array.isArray(value) ? Object.fromEntries(value.map(asPair).filter(isPair)) : value);

const asPair = (entry: unknown): unknown =>
  isRecord(entry) && "value" in entry ? [entry.key ?? entry.name, entry.value] : entry;
export const pairs = anything.transform(asPairs);

/** An object, also one that comes as a list of pairs: a name's value is then found by its name. A name given twice keeps all. */
export const named = anything.transform(asNamed);

export function asNamed(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPair)) return value;
  const byName = new Map<string, unknown[]>();
  for (const [name, entry] of value) {
    const known = byName.get(name);
    if (known) known.push(entry);
    else byName.set(name, [entry]);
  }
  const entries = [...byName].map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
  return Object.fromEntries(entries);
}

/** A list of words, or a text of them with commas, as the names of a record, since that is what a search can find. */
export const marks = anything.transform((value) => {
  const entries =
    typeof value === "string" ? value.split(",", FIRST_ENTRIES).map((word) => word.trim()) : value;
  const words = Array.isArray(entries) ? entries.flatMap((entry) => asText(entry) ?? []) : [];
  return words.length === 0 ? undefined : Object.fromEntries(words.map((word) => [word, "true"]));
});

/** Milliseconds since 1970, from a number or RFC 3339; undefined for anything else. */
export function asMoment(value: unknown): number | undefined {
  if (typeof value === "string") return parseTime(value) ?? numberedMoment(value);
  return typeof value === "number" ? momentOf(value) : undefined;
}
export const moment = anything.transform(asMoment);

const numberedMoment = (value: string): number | undefined =>
  value.trim() === "" ? undefined : momentOf(Number(value));

/** Seconds; a number too large for them counts thousandths, or thousandths of those, or of those again. */
function momentOf(value: number): number | undefined {
  const milliseconds = [value * 1e3, value, value / 1e3, value / 1e6];
  return milliseconds.map(clientTime).find((time) => time !== undefined);
}

const isPair = (value: unknown): value is [string, unknown] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string";

/** Without the entries that tell nothing; undefined when none is left. */
export const filled = (values: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined =>
  filledOver(undefined, values);

/**
 * The same of an object with these values over its own. Not spread: Node 20 takes a microsecond for each name that is added to
 * a copy.
 */
export function filledOver(
  under: Readonly<Record<string, unknown>> | undefined,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  let kept: Record<string, unknown> | undefined;
  for (const name in under)
    kept = withFilled(kept, name, Object.hasOwn(over, name) ? over[name] : under[name]);
  for (const name in over)
    if (!under || !Object.hasOwn(under, name)) kept = withFilled(kept, name, over[name]);
  return kept;
}

function withFilled(
  values: Record<string, unknown> | undefined,
  name: string,
  value: unknown,
): Record<string, unknown> | undefined {
  if (isEmpty(value)) return values;
  const kept = values ?? {};
  setOwn(kept, name, value);
  return kept;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
