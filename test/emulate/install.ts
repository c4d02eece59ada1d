import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const CACHE = join(import.meta.dirname, "../../.cache");
/** Both are wheels of a few megabytes; a network without an index hangs longer. */
const FETCH_MILLISECONDS = 300_000;

/** Why the emulator is not here, and what brings it in. */
export class NoEmulator extends Error {
  constructor(
    message: string,
    /** False when nothing but the network could help. */
    readonly isInstallable: boolean,
  ) {
    super(message);
  }
}

/**
 * The Python that has the emulator of AWS, ministack, in an environment of its own below `.cache`: made when it is first
 * asked for, some half a minute, and again when `requirements.txt` changes. Throws `NoEmulator`.
 */
export function emulatorPython(): string {
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const home = join(CACHE, `emulator-${version}`);
  const python = join(home, "bin/python");
  if (existsSync(python)) return python;
  mkdirSync(CACHE, { recursive: true });
  // Several test files may ask at once: each makes its own, and the first one that is done stays.
  const making = `${home}.${process.pid}`;
  try {
    make(making);
    if (!existsSync(home)) renameSync(making, home);
  } catch (error) {
    if (error instanceof NoEmulator || !existsSync(python)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return python;
}

function make(folder: string): void {
  try {
    execFileSync(
      "python3",
      ["-c", "import sys; assert sys.version_info >= (3, 10); import ensurepip, venv"],
      {
        stdio: "ignore",
      },
    );
  } catch {
    throw new NoEmulator("no Python 3.10 with venv (install it, as by apt-get install python3-venv)", true);
  }
  execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS];
  try {
    execFileSync(join(folder, "bin/python"), pip, { stdio: "ignore", timeout: FETCH_MILLISECONDS });
  } catch {
    throw new NoEmulator(
      "the emulator's Python packages could not be fetched (have an index reachable)",
      false,
    );
  }
}
