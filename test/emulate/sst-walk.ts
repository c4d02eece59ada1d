import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLATFORM, ROOT } from "../infra/platform.js";
import { CREDENTIALS } from "./emulator.js";

/** What a command of SST's said, and whether it went well. */
interface Said {
  readonly text: string;
  readonly isGood: boolean;
}

/**
 * Gives `work` the way to run SST's own command line, as it is installed, on a copy of the program and against an AWS at
 * `endpoint`. Its home is empty: it finds no engine that deploys, and is kept from fetching one.
 */
export function withSst<T>(endpoint: string, work: (sst: (...args: readonly string[]) => Said) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "faultline-sst-"));
  try {
    for (const name of ["infra", "stacks", "packages", "node_modules"])
      symlinkSync(join(ROOT, name), join(folder, name));
    for (const name of ["sst.config.ts", "package.json", "tsconfig.json"])
      copyFileSync(join(ROOT, name), join(folder, name));
    mkdirSync(join(folder, ".sst"));
    symlinkSync(PLATFORM, join(folder, ".sst/platform"));
    copyFileSync(join(ROOT, ".sst/provider-lock.json"), join(folder, ".sst/provider-lock.json"));
    return work((...args) => run(folder, endpoint, args));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives up only on what never comes. */
const PATIENCE_MILLISECONDS = 120_000;

function run(folder: string, endpoint: string, args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(join(ROOT, "node_modules/.bin/sst"), args, {
    cwd: folder,
    encoding: "utf8",
    timeout: PATIENCE_MILLISECONDS,
    env: {
      PATH: process.env.PATH,
      HOME: join(folder, "home"),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      SST_SKIP_DEPENDENCY_CHECK: "1",
      SST_NO_BUN: "1",
      SST_TELEMETRY_DISABLED: "1",
    },
  });
  return { text: stdout + stderr, isGood: status === 0 };
}
