import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const CACHE = join(import.meta.dirname, "../../.cache");
/** Wheels of a few megabytes; a network without an index hangs longer. */
const FETCH_MILLISECONDS = 300_000;

/** Why there is no such Python, and what brings it in. */
export class NoPython extends Error {
  constructor(
    message: string,
    /** False when nothing but the network could help. */
    readonly isInstallable: boolean,
  ) {
    super(message);
  }
}

/** The Python that has the emulator of AWS, ministack. Throws `NoPython`. */
export const emulatorPython = (): string => pythonWith("emulator", REQUIREMENTS);

/**
 * A Python that has the packages of a file of requirements, in an environment of its own below `.cache`: made when it is first
 * asked for, some half a minute, and again when the file changes. Throws `NoPython`.
 */
export function pythonWith(name: string, requirements: string): string {
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const home = join(CACHE, `${name}-${version}`);
  const python = join(home, "bin/python");
  if (existsSync(python)) return python;
  mkdirSync(CACHE, { recursive: true });
  // Several test files may ask at once: each makes its own, and the first one that is done stays.
  const making = `${home}.${process.pid}`;
  try {
    make(making, requirements);
    if (!existsSync(home)) renameSync(making, home);
  } catch (error) {
    if (error instanceof NoPython || !existsSync(python)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return python;
}

function make(folder: string, requirements: string): void {
  try {
    execFileSync(
      "python3",
      ["-c", "import sys; assert sys.version_info >= (3, 10); import ensurepip, venv"],
      {
        stdio: "ignore",
      },
    );
  } catch {
    throw new NoPython("no Python 3.10 with venv (install it, as by apt-get install python3-venv)", true);
  }
  execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  try {
    execFileSync(join(folder, "bin/python"), pip, { stdio: "ignore", timeout: FETCH_MILLISECONDS });
  } catch {
    throw new NoPython("Python packages could not be fetched (have an index reachable)", false);
  }
}
