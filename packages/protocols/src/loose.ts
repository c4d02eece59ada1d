import { z } from "zod";

// Readers for what SDKs send in many versions: an odd value in a side field is left out rather than
// allowed to cost the whole report.

/** A text, or a number or boolean as text; undefined for anything else and for an empty text. */
export const text = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === "string") return value === "" ? undefined : value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  });

/** A whole number, also as text; undefined for anything else. */
export const integer = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
  });

export const flag = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "boolean" ? value : undefined));

/** An object's values; undefined for a list (PHP sends `[]` for an empty object) and anything else. */
export const record = z
  .unknown()
  .optional()
  .transform((value) => (isRecord(value) ? value : undefined));

/** A list's entries; none for anything else. */
export const list = z
  .unknown()
  .optional()
  .transform((value): unknown[] => (Array.isArray(value) ? value : []));

/** An object's values as texts, those that are none left out; undefined when nothing is left. */
export const texts = z
  .unknown()
  .optional()
  .transform((value) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value).flatMap(([name, entry]) => {
      const known = text.parse(entry);
      return known === undefined ? [] : [[name, known] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
