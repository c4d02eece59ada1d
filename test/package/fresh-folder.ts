import { type ExecFileException, execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { ROOT } from "../repository/source.js";

const run = promisify(execFile);
const Packed = z
  .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
  .length(1);

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A folder outside of the repository that has the client installed from its tarball, and nothing else. */
export interface FreshFolder {
  readonly path: string;
  /** What the tarball holds. */
  readonly packed: readonly string[];
  /** What lies in its `node_modules`. */
  installed(): Promise<readonly string[]>;
  write(name: string, text: string): Promise<string>;
  /** Runs a program there to its end. */
  run(program: string, args: readonly string[]): Promise<Ended>;
  dispose(): Promise<void>;
}

/** Packs the client as it would be published and installs it, without asking any registry. */
export async function freshFolder(): Promise<FreshFolder> {
  const path = await mkdtemp(join(tmpdir(), "faultline-package-"));
  const pack = ["pack", "--json", "--workspace", "packages/client", "--pack-destination", path];
  const { stdout } = await run("npm", pack, { cwd: ROOT });
  const [tarball] = Packed.parse(JSON.parse(stdout.slice(stdout.indexOf("["))));
  await writeFile(join(path, "package.json"), JSON.stringify({ name: "fresh", private: true }));
  const install = ["install", "--offline", "--no-audit", "--no-fund", `./${tarball?.filename}`];
  await run("npm", install, { cwd: path });
  return {
    path,
    packed: tarball?.files.map((file) => file.path) ?? [],
    installed: async () =>
      (await readdir(join(path, "node_modules"))).filter((name) => !name.startsWith(".")),
    async write(name, text) {
      await writeFile(join(path, name), text);
      return join(path, name);
    },
    run: (program, args) => ended(run(program, [...args], { cwd: path })),
    dispose: () => rm(path, { recursive: true, force: true }),
  };
}

/** A program that fails is a result, too. */
async function ended(running: Promise<{ stdout: string; stderr: string }>): Promise<Ended> {
  try {
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (!isExit(error)) throw error;
    return { code: Number(error.code), output: `${error.stdout}${error.stderr}` };
  }
}

const isExit = (error: unknown): error is ExecFileException =>
  error instanceof Error && "code" in error && typeof error.code === "number";
