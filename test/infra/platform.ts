import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as z from "zod";

export const ROOT = join(import.meta.dirname, "../..");
export const PLATFORM = join(ROOT, ".sst/platform");

/** Modules as the platform has them: two Pulumi runtimes in one process would know nothing of each other. */
export const fromPlatform = createRequire(join(PLATFORM, "package.json"));

const Locked = z.array(z.object({ alias: z.string(), package: z.string() }));

/** Which names the program's files may use without importing them, by the package each stands for. */
export const providers = (): z.infer<typeof Locked> =>
  Locked.parse(JSON.parse(readFileSync(join(ROOT, ".sst/provider-lock.json"), "utf8")));

/** The flags that keep the CLI from downloading Pulumi and Bun, which type checks and graphs do without. */
const OFFLINE = {
  SST_SKIP_DEPENDENCY_CHECK: "1",
  SST_NO_BUN: "1",
  SST_TELEMETRY_DISABLED: "1",
  AWS_EC2_METADATA_DISABLED: "true",
};

const Package = z.object({ version: z.string() });

/** The release of SST this repository is pinned to. */
export const platformVersion = (): string =>
  Package.parse(JSON.parse(readFileSync(join(ROOT, "node_modules/sst/package.json"), "utf8"))).version;

/** Writes the platform the SST package carries, once for each of its versions. */
export function installPlatform(): void {
  const version = platformVersion();
  const marker = join(PLATFORM, "version");
  const isThere =
    existsSync(marker) && existsSync(join(PLATFORM, "node_modules")) && isVersion(marker, version);
  if (isThere) return;
  const command = join(ROOT, "node_modules/.bin/sst");
  execFileSync(command, ["install", "--stage", "check"], {
    cwd: ROOT,
    env: { ...process.env, ...OFFLINE },
    stdio: "pipe",
  });
}

// The CLI writes its own version, or "dev"; a platform of another release has another package version beside.
const isVersion = (marker: string, version: string): boolean => {
  const written = readFileSync(marker, "utf8").trim().replace(/^v/, "");
  return written === version || written === "dev";
};
