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
  mapEach(texts, visitor, (text, key) => visitor.named?.(key, text) ?? visitor.text(text));

/** The same for an object of any values. */
export const mapRecord = (
  record: Readonly<Record<string, unknown>>,
  visitor: Visitor,
  depth = 0,
): Record<string, unknown> =>
  mapEach(
    record,
    visitor,
    (value, key) => visitor.named?.(key, value, record) ?? mapFreeForm(value, visitor, depth + 1),
  );

function mapEach<T>(
  record: Readonly<Record<string, T>>,
  { text, entriesMax }: Visitor,
  changed: (value: T, key: string) => T,
): Record<string, T> {
  const entries = Object.entries(record);
  let copy: Record<string, T> | undefined = entries.length > entriesMax ? {} : undefined;
  for (const [place, [key, value]] of entries.slice(0, entriesMax).entries()) {
    const newKey = text(key);
    const newValue = changed(value, key);
    if (!copy && newKey === key && newValue === value) continue;
    copy ??= Object.fromEntries(entries.slice(0, place));
    // Assigned, this one would say what the object inherits from.
    if (newKey === "__proto__") Object.defineProperty(copy, newKey, { value: newValue, ...PLAIN });
    else copy[newKey] = newValue;
  }
  return copy ?? record;
}

const PLAIN = { configurable: true, enumerable: true, writable: true };

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
