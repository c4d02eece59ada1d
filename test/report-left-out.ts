import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with a line that says what was left out, why, and what brings it in. */
export default class ReportLeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    const tests = skipped.map((test) => {
      const result = test.result();
      return { name: test.fullName, why: result.state === "skipped" ? result.note : undefined };
    });
    // After whatever other reporters print as they end.
    process.once("exit", () => process.stdout.write(`${leftOutLine(tests)}\n`));
  }
}

export interface LeftOut {
  readonly name: string;
  /** Why, and what to do about it; undefined when it was not asked for. */
  readonly why?: string | undefined;
}

/** `left out: no Python (…): one, another · no browser (…): a third`, or that nothing was. */
export function leftOutLine(tests: readonly LeftOut[]): string {
  const byReason = new Map<string, Set<string>>();
  for (const { name, why = NOT_ASKED } of tests)
    byReason.set(why, (byReason.get(why) ?? new Set()).add(name));
  const parts = [...byReason].map(([why, names]) =>
    why === NOT_ASKED ? `${names.size} ${why}` : `${why}: ${[...names].join(", ")}`,
  );
  return `left out: ${parts.join(" · ") || "nothing"}`;
}

const NOT_ASKED = "that this run did not ask for";
