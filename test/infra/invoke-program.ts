import { pathToFileURL } from "node:url";
import { z } from "zod";
import { Call, type Invoked } from "./call.js";
import { readInput } from "./read-input.js";

// A process of its own: imports built bundles as Lambda does and hands events to their handlers. Calls come by stdin.

type Handler = (event: unknown, context: unknown) => unknown;
const CONTEXT = { awsRequestId: "request-1", functionName: "check", getRemainingTimeInMillis: () => 10_000 };

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
  const outcomes: Invoked[] = [];
  for (const event of events)
    outcomes.push(
      handler.success
        ? await once(handler.data, event)
        : { error: `exports ${Object.keys(bundle).join(", ") || "nothing"}, not ${name}` },
    );
  return outcomes;
}

async function once(run: Handler, event: unknown): Promise<Invoked> {
  try {
    return { result: await run(event, CONTEXT) };
  } catch (error) {
    return { error: String(error) };
  }
}
