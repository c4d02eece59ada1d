import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { emulatorPython } from "./install.js";

const PROGRAM = join(import.meta.dirname, "aws-calls.py");
const Result = z.object({ id: z.number(), answer: z.unknown().optional(), error: z.string().optional() });

export interface AwsCalls {
  /** Any operation of any service, by AWS's own names. Throws what the service, or its published model, has against it. */
  call(service: string, region: string, operation: string, params: object): Promise<unknown>;
  stop(): void;
}

/**
 * Calls of AWS for which the repository has no client: by the SDK that the emulator brings along, in a process of its
 * own. Its models are those that AWS publishes, so a value that a service would refuse is told here.
 */
export function awsCalls(endpoint: string): AwsCalls {
  const child = spawn(emulatorPython(), [PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map<number, (result: z.infer<typeof Result>) => void>();
  let made = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const result = Result.parse(JSON.parse(line));
    waiting.get(result.id)?.(result);
    waiting.delete(result.id);
  });
  return {
    async call(service, region, operation, params) {
      const id = ++made;
      const line = JSON.stringify({ id, endpoint, service, region, operation, params }, asBytes);
      const result = await new Promise<z.infer<typeof Result>>((resolve) => {
        waiting.set(id, resolve);
        child.stdin.write(`${line}\n`);
      });
      if (result.error !== undefined) throw new Error(`${service} ${operation}: ${result.error}`);
      return result.answer;
    },
    stop: () => child.kill("SIGKILL"),
  };
}

/** JSON has no bytes; `this` is the value before Buffer makes its own JSON of it. */
function asBytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? { $bytes: Buffer.from(raw).toString("base64") } : value;
}
