/** What a benchmark found: a table for people, figures for programs. */
export interface Finding {
  readonly title: string;
  /** How it was measured, and what it leaves out. */
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, number>>;
}

type Row = Readonly<Record<string, string | number>>;

/** The table, and below it the notes, as text. */
export function told({ title, rows, notes }: Finding): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd : cell.padStart).call(cell, widths[column] ?? 0)),
  );
  return [
    `\n${title}`,
    ...lines.map((line) => `  ${line.join("  ")}`),
    ...notes.map((note) => `  ${note}`),
    "",
  ].join("\n");
}

/** The middle of some measurements, and their 99th percentile: `at(values, 0.5)`, `at(values, 0.99)`. */
export function at(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
