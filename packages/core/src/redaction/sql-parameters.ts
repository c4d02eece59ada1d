import { behind, endOf, type Reader, type Span } from "./reader.js";
import { secretsOf, valuesAt } from "./sql-insert.js";

// As SQLAlchemy, Doctrine, Drizzle and MyBatis tell of a statement that failed: its text, and behind it what was bound.
const OPEN = /(?:with )?param(?:eter)?s\b["']?\]?\s{0,4}[:=]?\s{0,4}[[({]{0,2}\s{0,4}/iy;
const STATEMENT_MAX = 2_000;
const VALUES_MAX = 100;
const PLACEHOLDER = /(?<![\w?])(?:\?(?!\w)|%s|[$:]\d{1,3}\b|@p\d{1,3}\b)/g;
const BEFORE = /([\w.]{1,64})["`\]]?\s{0,3}(?:=|<>|!=|\blike\b|\bilike\b)\s{0,3}$/i;
const INSERT = /(?:insert|replace)(?: ignore)? into [^\s(]{1,130} ?\(([^)]{1,1000})\) ?values ?\(/i;

/** What was bound to placeholders of secrets' columns: `… SET password = ? … with params ["x", 7]`. */
export function boundAt(reader: Reader, at: number): Span[] | undefined {
  const open = endOf(OPEN, reader.text, at);
  if (open === undefined) return undefined;
  const names = namesOfPlaceholders(statementBefore(reader.text, at));
  if (names.length === 0) return undefined;
  return secretsOf(reader, valuesAt(reader, open, Math.min(names.length, VALUES_MAX)), names);
}

/** Up to the last word of parameters, so that no text is read once for each of them. */
function statementBefore(text: string, at: number): string {
  const before = behind(text, at, STATEMENT_MAX);
  return before.slice(before.lastIndexOf("aram") + 1);
}

/** The column that each placeholder stands for; empty where nobody knows. */
function namesOfPlaceholders(statement: string): string[] {
  const insert = INSERT.exec(statement);
  const columns = (insert?.[1] ?? "").split(",").map((name) => name.replace(/\W/g, ""));
  const valuesStart = insert ? insert.index + insert[0].length : Number.POSITIVE_INFINITY;
  const valuesEnd = insert ? statement.indexOf(")", valuesStart) : 0;
  return [...statement.matchAll(PLACEHOLDER)].slice(0, VALUES_MAX).map(({ index }) => {
    if (index < valuesStart || index > valuesEnd)
      return BEFORE.exec(behind(statement, index, 80))?.[1]?.replace(/^.*\./, "") ?? "";
    const commas = statement.slice(valuesStart, index).split(",").length - 1;
    return columns[commas] ?? "";
  });
}
