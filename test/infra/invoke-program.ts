import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Invoked } from "./invoke.js";

// A process of its own: imports a built bundle as Lambda does, hands the events of stdin to its handler, prints the results.

const [, , file = "", handlerName = ""] = process.argv;
const CONTEXT = { awsRequestId: "request-1", functionName: "check", getRemainingTimeInMillis: () => 10_000 };

const bundle = z.record(z.string(), z.unknown()).parse({ ...(await import(pathToFileURL(file).href)) });
const handler = z
  .custom<(event: unknown, context: unknown) => unknown>((value) => typeof value === "function")
  .safeParse(bundle[handlerName]);

const results: Invoked[] = [];
for (const event of await eventsAsked()) {
  if (!handler.success)
    results.push({ error: `exports ${Object.keys(bundle).join(", ") || "nothing"}, not ${handlerName}` });
  else results.push(await once(handler.data, event));
}
writeFileSync(process.stdout.fd, `\n${JSON.stringify(results)}\n`);
process.exit(0);

async function once(run: (event: unknown, context: unknown) => unknown, event: unknown): Promise<Invoked> {
  try {
    return { result: await run(event, CONTEXT) };
  } catch (error) {
    return { error: String(error) };
  }
}

async function eventsAsked(): Promise<unknown[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return z.array(z.unknown()).parse(JSON.parse(Buffer.concat(chunks).toString()));
}
