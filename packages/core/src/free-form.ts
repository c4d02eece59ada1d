/** How deep the walk goes into what clients may nest as they like. */
const DEPTH_MAX = 10;

export interface Visitor {
  /** A string's new text. */
  text(text: string): string;
  /** What stands for a whole value because of its key; undefined to look into it. */
  named?(key: string): string | undefined;
  /** Entries of one object or list that are kept at the most. */
  readonly entriesMax: number;
}

/** A copy of any JSON value with its strings changed, keys judged, and depth bounded. */
export function mapFreeForm(value: unknown, visitor: Visitor, depth = 0): unknown {
  if (typeof value === "string") return visitor.text(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return "[too deep]";
  if (Array.isArray(value)) {
    return value.slice(0, visitor.entriesMax).map((entry) => mapFreeForm(entry, visitor, depth + 1));
  }
  const entries = Object.entries(value).slice(0, visitor.entriesMax);
  return Object.fromEntries(
    entries.map(([key, entry]) => [
      visitor.text(key),
      visitor.named?.(key) ?? mapFreeForm(entry, visitor, depth + 1),
    ]),
  );
}

/** The same for an object whose values are texts. */
export function mapTexts(texts: Readonly<Record<string, string>>, visitor: Visitor): Record<string, string> {
  const entries = Object.entries(texts).slice(0, visitor.entriesMax);
  return Object.fromEntries(
    entries.map(([key, text]) => [visitor.text(key), visitor.named?.(key) ?? visitor.text(text)]),
  );
}

/** The same for an object of any values. */
export function mapRecord(
  record: Readonly<Record<string, unknown>>,
  visitor: Visitor,
): Record<string, unknown> {
  const entries = Object.entries(record).slice(0, visitor.entriesMax);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      visitor.text(key),
      visitor.named?.(key) ?? mapFreeForm(value, visitor, 1),
    ]),
  );
}
