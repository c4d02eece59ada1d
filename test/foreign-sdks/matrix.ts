/** An occurrence: what it was shown as, and who sent it. */
export interface Cell {
  readonly issue: string;
  readonly title: string;
  readonly place: string;
  readonly sdk: string;
}

const TITLE_MAX = 60;

/** How many issues have an occurrence of each of so many SDKs. */
export const togetherIn = (cells: readonly Cell[], sdks: number): number =>
  byIssue(cells).filter((all) => new Set(all.map(({ sdk }) => sdk)).size === sdks).length;

/** A table in Markdown: a row for each issue, a column for each SDK, and how often it was reported. */
export function tableOf(language: string, cells: readonly Cell[]): string {
  const sdks = [...new Set(cells.map(({ sdk }) => sdk))].sort();
  const rows = byIssue(cells).map((all) => {
    const [{ title, place } = { title: "", place: "" }] = all;
    const counts = sdks.map((sdk) => all.filter((cell) => cell.sdk === sdk).length || "");
    return [title.slice(0, TITLE_MAX), place.replace(/\((?:.*\/)?([^/]+)\)$/, "($1)"), ...counts];
  });
  const lines = [
    [language, "where", ...sdks],
    Array.from({ length: sdks.length + 2 }, () => "---"),
    ...rows.sort(),
  ];
  return `${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}\n`;
}

function byIssue(cells: readonly Cell[]): Cell[][] {
  const found = new Map<string, Cell[]>();
  for (const cell of cells) found.set(cell.issue, [...(found.get(cell.issue) ?? []), cell]);
  return [...found.values()];
}
