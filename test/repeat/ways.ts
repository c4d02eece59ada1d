import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../repository/source.js";

/** Circumstances in which the tests have to pass. */
export const WAYS = [
  { name: "two", title: "two cores", cores: "0,1" },
  { name: "one", title: "one core", cores: "0" },
  { name: "busy", title: "two cores, a busy loop beside", cores: "0,1", isBusy: true },
  { name: "alone", title: "each file alone, in random order", cores: "0,1", isAlone: true },
  { name: "node22", title: "Node 22", cores: "0,1", node: "22" },
  { name: "node24", title: "Node 24", cores: "0,1", node: "24" },
] as const satisfies readonly Way[];

interface Way {
  readonly name: string;
  readonly title: string;
  readonly cores: string;
  readonly isBusy?: boolean;
  readonly isAlone?: boolean;
  /** A major version from npm; without it the Node that runs this. */
  readonly node?: string;
}
export type WayName = (typeof WAYS)[number]["name"];

/** Where a run takes place. */
export interface Place {
  /** What comes before a script's name: the program and its arguments. */
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly isAlone: boolean;
  /** Ends what runs beside it. */
  leave(): void;
}

/** Prepares a way. Without `taskset`, which only Linux has, all cores there are take part. */
export async function placeOf(name: WayName): Promise<Place> {
  const way: Way | undefined = WAYS.find((one) => one.name === name);
  if (!way) throw new Error(`there is no way ${name}`);
  const node = way.node === undefined ? process.execPath : nodeOf(way.node);
  const bound = hasTaskset() ? ["taskset", "-c", way.cores] : [];
  const busy = way.isBusy ? spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }) : undefined;
  return {
    command: [...bound, node],
    // What tests start by name is to be the same Node.
    environment: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
    isAlone: way.isAlone ?? false,
    leave: () => void busy?.kill("SIGKILL"),
  };
}

/** The program of a version of Node, from the package `node` of npm; fetched once and kept. */
function nodeOf(major: string): string {
  const folder = join(ROOT, ".cache", `node-${major}`);
  const program = join(folder, "node_modules/node/bin/node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(
      "npm",
      ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `node@${major}`],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
  }
  return program;
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    // Not on this system.
    return false;
  }
}
