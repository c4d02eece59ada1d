import { setOwn } from "./set-own.js";

/** How deep the walk goes into what clients may nest as they like. */
const DEPTH_MAX = 10;

export interface Visitor {
  /** A string's new text. */
  text(text: string): string;
  /** What stands for a whole value because of its key, and of what stands beside it; undefined to look into it. */
  named?(key: string, value: unknown, beside?: object): string | undefined;
  /** What stands for an entry because of those beside it; undefined to look into it. */
  listed?(list: readonly unknown[], index: number): string | undefined;
  /** What stands for a number; undefined to keep it. */
  number?(value: number): string | undefined;
  /** New texts for a frame's lines of source, by their numbers. */
  lines?(code: Readonly<Record<string, string>>): Record<string, string>;
  /** Entries of one object or list that are kept at the most. */
  readonly entriesMax: number;
}

/**
 * Any JSON value with its strings changed, keys judged, and depth bounded. What holds nothing that changes is given back
 * itself: most texts stay as they are, and copying all of them at each pass is what collecting garbage would be about.
 */
export function mapFreeForm(value: unknown, visitor: Visitor, depth = 0): unknown {
  if (typeof value === "string") return visitor.text(value);
  if (typeof value === "number") return visitor.number?.(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return "[too deep]";
  if (Array.isArray(value)) return mapList(value, visitor, depth);
  return isRecord(value) ? mapRecord(value, visitor, depth) : value;
}

/** The same for an object whose values are texts. */
export const mapTexts = (texts: Readonly<Record<string, string>>, visitor: Visitor): Record<string, string> =>
  mapEach(texts, visitor, (key) => {
    const text = texts[key] ?? "";
    return visitor.named?.(key, text) ?? visitor.text(text);
  });

/** The same for lines by their numbers: what they are called says nothing of them. */
export const mapLines = (lines: Readonly<Record<string, string>>, visitor: Visitor): Record<string, string> =>
  mapEach(lines, visitor, (key) => visitor.text(lines[key] ?? ""));

/** The same for an object of any values. */
export const mapRecord = (
  record: Readonly<Record<string, unknown>>,
  visitor: Visitor,
  depth = 0,
): Record<string, unknown> =>
  mapEach(record, visitor, (key) => {
    const value = record[key];
    return visitor.named?.(key, value, record) ?? mapFreeForm(value, visitor, depth + 1);
  });

function mapEach<T>(
  record: Readonly<Record<string, T>>,
  { text, entriesMax }: Visitor,
  changed: (key: string) => T,
): Record<string, T> {
  let copy: Record<string, T> | undefined;
  let place = 0;
  for (const key in record) {
    if (place === entriesMax) return copy ?? firstOf(record, place);
    const newKey = text(key);
    const newValue = changed(key);
    if (!copy && (newKey !== key || newValue !== record[key])) copy = firstOf(record, place);
    if (copy) setOwn(copy, newKey, newValue);
    place += 1;
  }
  return copy ?? record;
}

/** A copy of so many entries. */
function firstOf<T>(record: Readonly<Record<string, T>>, count: number): Record<string, T> {
  const copy: Record<string, T> = {};
  let place = 0;
  // Not of all its entries: of a hundred thousand names a few hundred are kept.
  for (const key in record) {
    if (place === count) break;
    setOwn(copy, key, record[key]);
    place += 1;
  }
  return copy;
}

const isRecord = (value: object): value is Record<string, unknown> => !Array.isArray(value);

function mapList(whole: readonly unknown[], visitor: Visitor, depth: number): readonly unknown[] {
  const list = whole.length > visitor.entriesMax ? whole.slice(0, visitor.entriesMax) : whole;
  const isNamed = visitor.named !== undefined && list.length > 0 && list.every(isPair);
  let copy: unknown[] | undefined;
  for (const [place, entry] of list.entries()) {
    const changed =
      isNamed && isPair(entry)
        ? mapPair(entry, visitor, depth)
        : (visitor.listed?.(list, place) ?? mapFreeForm(entry, visitor, depth + 1));
    if (changed === entry) continue;
    copy ??= [...list];
    copy[place] = changed;
  }
  return copy ?? list;
}

/** Names and values as many print their headers, cookies and parameters: `[["user", "anna"], ["token", "x"]]`. */
const isPair = (entry: unknown): entry is [string, unknown] =>
  Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";

function mapPair(pair: [string, unknown], visitor: Visitor, depth: number): unknown[] {
  const [name, value] = pair;
  const newName = visitor.text(name);
  const newValue = visitor.named?.(name, value) ?? mapFreeForm(value, visitor, depth + 2);
  return newName === name && newValue === value ? pair : [newName, newValue];
}
