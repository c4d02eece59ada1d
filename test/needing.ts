import { execFileSync } from "node:child_process";
import { describe, test } from "vitest";

/** A program that some tests need and that a fresh machine may not have. */
type Tool = "java" | "chromium" | "nginx";

const WHY: Readonly<Record<Tool, string>> = {
  java: "no Java (install a runtime, as by apt-get install default-jre-headless)",
  chromium: "no browser (install Chromium, as by apt-get install chromium)",
  nginx: "no nginx (install it, as by apt-get install nginx-light)",
};

/**
 * Declares a suite that needs a program. Without it one skipped test stands for the suite, and the last line of the run
 * says what was left out, why, and what brings it in (`report-left-out.ts`). In CI nothing is left out: there it fails.
 */
export function describeNeeding(tool: Tool, what: string, suite: () => void): void {
  if (isInstalled(tool)) {
    describe(what, suite);
    return;
  }
  test(what, ({ skip }) => {
    if (process.env.CI) throw new Error(`${WHY[tool]}: CI leaves nothing out, .ci/run has to install it`);
    skip(WHY[tool]);
  });
}

function isInstalled(tool: Tool): boolean {
  try {
    execFileSync(tool, [tool === "nginx" ? "-v" : "--version"], { stdio: "ignore" });
    return true;
  } catch {
    // Not there, or not able to start: either way it is of no use to a test.
    return false;
  }
}
