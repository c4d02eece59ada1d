import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import * as z from "zod";
import type { Bundle, Graph } from "../infra/graph.js";
import { callOf } from "../infra/invoke.js";
import { FUNCTION } from "../infra/statements.js";

/** Built beforehand: what runs TypeScript would be in the way of measuring memory, and slow to begin. */
let program: string | undefined;

function builtProgram(): string {
  if (program) return program;
  program = join(mkdtempSync(join(tmpdir(), "faultline-function-")), "function-program.mjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "function-program.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  return program;
}

const Told = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
  bytes: z.number(),
  timers: z.number(),
});
type Told = z.infer<typeof Told>;
const Settings = z.looseObject({ timeout: z.number(), memorySize: z.number() });

/** How an event ended: what the handler gave back, or why it did not. */
type Ended = Pick<Told, "result" | "error"> & { readonly milliseconds: number };

export interface EmulatedFunction {
  readonly name: string;
  readonly region: string;
  readonly memoryBytes: number;
  /** Hands an event to an execution environment, a new one when all are busy. One that takes too long is ended. */
  invoke(event: unknown): Promise<Ended>;
  /** What it has printed so far, all environments together. */
  readonly lines: readonly string[];
  /** The most memory any environment had, and the most timers one left open at the end of an event. */
  readonly peak: { bytes: number; timers: number };
  /** Ends every execution environment, in the middle of whatever it does; the next event begins a new one. */
  stop(): void;
}

interface Place {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A function of the graph, run as Lambda runs it: in processes that stand still between events. */
export function emulatedFunction(graph: Graph, bundle: Bundle, place: Place): EmulatedFunction {
  const lambda = graph.resources.find(
    ({ type, name }) => type === FUNCTION && name === `${bundle.functionId}Function`,
  );
  const { timeout, memorySize } = Settings.parse(lambda?.inputs);
  const { file, handler, environment } = callOf(graph, bundle, [], place);
  const env = {
    PATH: process.env.PATH,
    NODE_NO_WARNINGS: "1",
    ...environment,
    AWS_ACCESS_KEY_ID: bundle.functionId,
  };
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  const lines: string[] = [];
  const peak = { bytes: 0, timers: 0 };
  let invoked = 0;

  async function begun(): Promise<ChildProcess> {
    const child = fork(builtProgram(), [file, handler], {
      env,
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    all.add(child);
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
    await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (status) =>
        reject(new Error(`${bundle.functionId} ended with ${status}: ${lines.at(-1)}`)),
      );
    });
    return child;
  }

  return {
    name: bundle.functionId,
    region: lambda?.region ?? "",
    memoryBytes: memorySize * 1024 * 1024,
    lines,
    peak,
    async invoke(event) {
      const child = idle.pop() ?? (await begun());
      child.kill("SIGCONT");
      const start = Date.now();
      const told = await answered(child, { id: ++invoked, event, milliseconds: timeout * 1000 });
      const milliseconds = Date.now() - start;
      if (!told) {
        child.kill("SIGKILL");
        return { error: `timed out after ${timeout} s`, milliseconds };
      }
      peak.bytes = Math.max(peak.bytes, told.bytes);
      peak.timers = Math.max(peak.timers, told.timers);
      child.kill("SIGSTOP");
      idle.push(child);
      return { result: told.result, error: told.error, milliseconds };
    },
    stop() {
      for (const child of all) child.kill("SIGKILL");
      all.clear();
      idle.length = 0;
    },
  };
}

interface Order {
  readonly id: number;
  readonly event: unknown;
  readonly milliseconds: number;
}

/** What the environment says of an event; undefined when it says nothing in time, or has died. */
function answered(child: ChildProcess, order: Order): Promise<Told | undefined> {
  return new Promise((resolve) => {
    const done = (told: Told | undefined): void => {
      clearTimeout(timer);
      child.off("message", hear);
      child.off("exit", died);
      resolve(told);
    };
    const hear = (message: unknown): void => {
      const told = Told.safeParse(message).data;
      if (told?.id === order.id) done(told);
    };
    const died = (): void => done(undefined);
    const timer = setTimeout(() => done(undefined), order.milliseconds);
    child.on("message", hear);
    child.once("exit", died);
    child.send(order);
  });
}
