import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../repository/source.js";

const run = promisify(execFile);

/** A language whose SDKs report here: programs of a folder beside this file, which fail in five ways. */
export interface Language {
  readonly name: string;
  /** Programs that have to be there. */
  readonly tools: readonly string[];
  /** What to install where they are not. */
  readonly bringsIn: string;
  readonly sdks: readonly string[];
  /** How many of the failures are one issue for all of its SDKs. */
  readonly together: number;
  /** Fetches and builds, into a folder that is kept. */
  prepare(built: string): Promise<void>;
  /** The program that reports with one SDK, and its arguments. */
  command(built: string, sdk: string): Promise<readonly [program: string, ...args: string[]]>;
}

export const sourceOf = (name: string): string => join(ROOT, "test/foreign-sdks", name);

const PYTHON: Language = {
  name: "python",
  tools: ["python3"],
  bringsIn: "Python 3.11 or newer with venv",
  sdks: ["sentry", "rollbar", "bugsnag", "honeybadger", "pybrake", "raygun", "opentelemetry"],
  // Four of its SDKs do not tell what a group holds.
  together: 4,
  prepare: async (built) => {
    await run("python3", ["-m", "venv", built]);
    const wanted = join(sourceOf("python"), "requirements.txt");
    await run(join(built, "bin/pip"), ["install", "--quiet", "--no-deps", "--requirement", wanted]);
  },
  command: async (built, sdk) => [join(built, "bin/python"), "-B", "report.py", sdk],
};

const GO: Language = {
  name: "go",
  tools: ["go"],
  bringsIn: "Go 1.26 or newer",
  sdks: ["sentry", "rollbar", "bugsnag", "gobrake", "honeybadger", "otel"],
  together: 5,
  prepare: async (built) => {
    await mkdir(built, { recursive: true });
    await run("go", ["build", "-o", `${built}/`, "./cmd/..."], { cwd: sourceOf("go") });
  },
  command: async (built, sdk) => [join(built, sdk)],
};

const JAVA: Language = {
  name: "java",
  tools: ["javac", "mvn"],
  bringsIn: "a JDK 17 or newer and Maven",
  sdks: ["sentry", "bugsnag", "rollbar", "javabrake", "honeybadger", "raygun", "opentelemetry"],
  together: 5,
  prepare: async (built) => {
    const goals = ["compile", "dependency:build-classpath", `-Dmdep.outputFile=${built}/classpath`];
    await run("mvn", ["-q", "-B", `-Dbuilt=${built}`, ...goals], { cwd: sourceOf("java") });
  },
  command: async (built, sdk) => {
    const libraries = await readFile(join(built, "classpath"), "utf8");
    return ["java", "-cp", `${join(built, "classes")}:${libraries.trim()}`, "com.shop.Report", sdk];
  },
};

const RUST: Language = {
  name: "rust",
  tools: ["cargo"],
  bringsIn: "Rust 1.90 or newer with cargo",
  sdks: ["sentry", "opentelemetry"],
  // OpenTelemetry tells no class of an error: its message decides. Panics have one.
  together: 2,
  prepare: async (built) => {
    await run("cargo", ["build", "--quiet", "--locked", "--target-dir", built], { cwd: sourceOf("rust") });
  },
  command: async (built, sdk) => [join(built, "debug/shop"), sdk],
};

export const LANGUAGES: readonly Language[] = [PYTHON, GO, JAVA, RUST];

/** The tools that are missing. */
export async function missing({ tools }: Language): Promise<string[]> {
  const found = await Promise.all(tools.map(isThere));
  return tools.filter((_, place) => !found[place]);
}

async function isThere(tool: string): Promise<boolean> {
  try {
    await run(tool, [tool === "go" ? "version" : "--version"]);
    return true;
  } catch {
    // Not there, or not able to start: either way it is of no use.
    return false;
  }
}
