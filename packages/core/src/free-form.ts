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

/** A copy of any JSON value with its strings changed, keys judged, and depth bounded. */
export function mapFreeForm(value: unknown, visitor: Visitor, depth = 0): unknown {
  if (typeof value === "string") return visitor.text(value);
  if (typeof value === "number") return visitor.number?.(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return "[too deep]";
  if (Array.isArray(value)) return mapList(value.slice(0, visitor.entriesMax), visitor, depth);
  return mapEntries(value, visitor, depth);
}

/** The same for an object whose values are texts. */
export function mapTexts(texts: Readonly<Record<string, string>>, visitor: Visitor): Record<string, string> {
  const entries = Object.entries(texts).slice(0, visitor.entriesMax);
  return Object.fromEntries(
    entries.map(([key, text]) => [visitor.text(key), visitor.named?.(key, text) ?? visitor.text(text)]),
  );
}

/** The same for an object of any values. */
export function mapRecord(
  record: Readonly<Record<string, unknown>>,
  visitor: Visitor,
): Record<string, unknown> {
  return mapEntries(record, visitor, 0);
}

function mapEntries(record: object, visitor: Visitor, depth: number): Record<string, unknown> {
  const entries = Object.entries(record).slice(0, visitor.entriesMax);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      visitor.text(key),
      visitor.named?.(key, value, record) ?? mapFreeForm(value, visitor, depth + 1),
    ]),
  );
}

function mapList(list: readonly unknown[], visitor: Visitor, depth: number): unknown[] {
  if (visitor.named && list.length > 0 && list.every(isPair))
    return list.map((pair) => mapPair(pair, visitor, depth));
  return list.map((entry, index) => visitor.listed?.(list, index) ?? mapFreeForm(entry, visitor, depth + 1));
}

/** Names and values as many print their headers, cookies and parameters: `[["user", "anna"], ["token", "x"]]`. */
const isPair = (entry: unknown): entry is [string, unknown] =>
  Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";

const mapPair = ([name, value]: [string, unknown], visitor: Visitor, depth: number): unknown[] => [
  visitor.text(name),
  visitor.named?.(name, value) ?? mapFreeForm(value, visitor, depth + 2),
];
