import { basename } from "node:path";

interface Decision {
  readonly path: string;
  readonly number: number;
  readonly title: string;
  readonly status: string;
  /** `2026-11-24`. */
  readonly date: string;
}

const STATUS = /^(proposed|accepted(, amended by \[\d+\]\([^)]+\))?|replaced by \[\d+\]\([^)]+\))$/;

/** What the top of a decision says. Throws when number, status or date is missing, or not as the index explains. */
export function decisionOf(path: string, text: string): Decision {
  const [, number, title] = /^# (\d+)\. (.+)\n/.exec(text) ?? [];
  const [, status, date] = /^# .+\n\nStatus: (.+) · Date: (\d{4}-\d\d-\d\d)\n/.exec(text) ?? [];
  if (Number(number) !== Number(basename(path).slice(0, 4)))
    throw new Error(`${path}: title and file disagree`);
  if (!title || !date || !STATUS.test(status ?? ""))
    throw new Error(`${path}: under the title stands no line \`Status: accepted · Date: 2026-11-24\``);
  return { path, number: Number(number), title, status: status ?? "", date };
}

/** The whole numbers between 1 and the largest of these that are not among them. */
export function gaps(numbers: readonly number[]): number[] {
  const all = Array.from({ length: Math.max(...numbers) }, (_, at) => at + 1);
  return all.filter((number) => !numbers.includes(number));
}

/** `14–16, 22` → 14, 15, 16, 22. */
export function numbersIn(list: string): number[] {
  return list.split(", ").flatMap((part) => {
    const [first = 0, last = first] = part.split("–").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}
