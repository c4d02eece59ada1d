import type { SuiteResult } from "./suite.js";

export interface Run {
  readonly way: string;
  readonly number: number;
  readonly result: SuiteResult;
}

/** A table in Markdown, a row for each run and a column for each way, and below it whatever failed and where. */
export function report(ways: readonly { name: string; title: string }[], runs: readonly Run[]): string {
  const numbers = [...new Set(runs.map(({ number }) => number))];
  const cell = (number: number, way: string): string => {
    const result = runs.find((run) => run.number === number && run.way === way)?.result;
    return result
      ? `${result.failed.length} of ${result.passed + result.failed.length}, ${timeOf(result.seconds)}`
      : "";
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = [
    row(["run", ...ways.map(({ title }) => title)]),
    row(["--:", ...ways.map(() => "---")]),
    ...numbers.map((number) => row([String(number), ...ways.map(({ name }) => cell(number, name))])),
  ];
  const failures = [...failuresOf(runs)].map(([name, where]) => `- ${name}: ${where.join(", ")}`);
  return `${[...lines, "", failures.length > 0 ? "Failed:" : "Nothing failed.", ...failures].join("\n")}\n`;
}

function failuresOf(runs: readonly Run[]): Map<string, string[]> {
  const where = new Map<string, string[]>();
  for (const { way, number, result } of runs) {
    for (const name of result.failed) where.set(name, [...(where.get(name) ?? []), `${way} ${number}`]);
  }
  return where;
}

function timeOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
