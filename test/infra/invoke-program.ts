import { pathToFileURL } from "node:url";
import * as z from "zod";
import { Call, type Invoked } from "./call.js";
import { readInput } from "./read-input.js";

// A process of its own: imports built bundles as Lambda does and hands events to their handlers. Calls come by stdin.

type Handler = (event: unknown, context: unknown) => unknown;
const CONTEXT = { awsRequestId: "request-1", functionName: "check", getRemainingTimeInMillis: () => 10_000 };

// As Lambda's runtime does where the log format is JSON: what goes by `console` is wrapped.
for (const level of ["log", "info", "warn", "error"] as const)
  console[level] = (...parts: unknown[]) =>
    process.stdout.write(`${JSON.stringify({ level, message: parts.map(String).join(" ") })}\n`);

const results: Invoked[][] = [];
for (const [place, call] of z
  .array(Call)
  .parse(await readInput())
  .entries())
  results.push(await made(call, place));
// A pipe takes it in pieces; what bundles have left open would keep the process alive.
process.stdout.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));

async function made({ file, handler: name, environment, events }: Call, place: number): Promise<Invoked[]> {
  Object.assign(process.env, environment);
  // Another address is another instance: two regions' functions share a bundle, but nothing it has begun.
  const bundle: object = await import(`${pathToFileURL(file).href}?${place}`);
  const handler = z
    .custom<Handler>((value) => typeof value === "function")
    .safeParse(Object.entries(bundle).find(([exported]) => exported === name)?.[1]);
  const error = `exports ${Object.keys(bundle).join(", ") || "nothing"}, not ${name}`;
  const invoked: Invoked[] = [];
  for (const event of events)
    invoked.push(handler.success ? await once(handler.data, event) : { outcome: { error }, lines: [] });
  return invoked;
}

async function once(run: Handler, event: unknown): Promise<Invoked> {
  const write = process.stdout.write;
  const log: string[] = [];
  process.stdout.write = (text: string | Uint8Array) => log.push(String(text)) > 0;
  try {
    return { outcome: { result: await run(event, CONTEXT) }, lines: linesOf(log) };
  } catch (error) {
    return { outcome: { error: String(error) }, lines: linesOf(log) };
  } finally {
    process.stdout.write = write;
  }
}

function linesOf(log: readonly string[]): string[] {
  return log
    .join("")
    .split("\n")
    .filter((line) => line !== "");
}
