import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with a line for each thing it left out, and why: `left out: … (no Java)`. */
export default class ReportLeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    const lines = skipped.map((left) => {
      const result = left.result();
      const why = result.state === "skipped" && result.note ? ` (${result.note})` : "";
      return `left out: ${left.fullName}${why}`;
    });
    for (const line of new Set(lines)) process.stdout.write(`${line}\n`);
  }
}
