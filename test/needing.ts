import { execFileSync } from "node:child_process";
import { describe, test } from "vitest";
import { emulatorPython, NoPython } from "./emulate/install.js";

/** A program that some tests need and that a fresh machine may not have. */
type Tool = "python3" | "chromium" | "nginx" | "systemd-analyze";

/** Why a suite has to be left out, what brings it in, and whether `.ci/run` could have done that. */
interface Lack {
  readonly why: string;
  readonly isInstallable: boolean;
}

/**
 * Declares a suite that needs a program. Without it one skipped test stands for the suite, and the last line of the run
 * says what was left out, why, and what brings it in (`report-left-out.ts`). In CI nothing is left out that could be
 * installed there: it fails.
 */
export function describeNeeding(tool: Tool, what: string, suite: () => void): void {
  const lack = tool === "python3" ? emulatorLack() : programLack(tool);
  if (!lack) {
    describe(what, suite);
    return;
  }
  test(what, ({ skip }) => {
    if (process.env.CI && lack.isInstallable)
      throw new Error(`${lack.why}: CI leaves nothing out, .ci/run has to install it`);
    skip(lack.why);
  });
}

/** Python alone is not enough: the emulator of AWS that runs on it is fetched here, the first time. */
function emulatorLack(): Lack | undefined {
  try {
    emulatorPython();
    return undefined;
  } catch (error) {
    if (!(error instanceof NoPython)) throw error;
    return { why: error.message, isInstallable: error.isInstallable };
  }
}

function programLack(tool: Exclude<Tool, "python3">): Lack | undefined {
  try {
    execFileSync(tool, [tool === "nginx" ? "-v" : "--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    // Not there, or not able to start: either way it is of no use to a test.
    return {
      why: {
        chromium: "no browser (install Chromium, as by apt-get install chromium)",
        nginx: "no nginx (install it, as by apt-get install nginx-light)",
        "systemd-analyze": "no systemd (install it, as by apt-get install systemd)",
      }[tool],
      isInstallable: true,
    };
  }
}
