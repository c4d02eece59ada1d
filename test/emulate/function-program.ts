import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import * as z from "zod";

// A process of its own: one execution environment of a function. Imports its bundle, then takes one event at a time.

const Order = z.object({ id: z.number(), event: z.unknown(), milliseconds: z.number() });
type Handler = (event: unknown, context: unknown) => unknown;

// As Lambda's runtime does where the log format is JSON: what goes by `console` is wrapped.
for (const level of ["log", "info", "warn", "error"] as const)
  console[level] = (...parts: unknown[]) =>
    process.stdout.write(`${JSON.stringify({ level, message: parts.map(String).join(" ") })}\n`);
process.on("unhandledRejection", (error) => process.stdout.write(`UNHANDLED ${String(error)}\n`));

const [, , file = "", name = ""] = process.argv;
const bundle: object = await import(pathToFileURL(file).href);
const handler = z
  .custom<Handler>((value) => typeof value === "function")
  .parse(Object.entries(bundle).find(([exported]) => exported === name)?.[1]);
process.send?.({ isReady: true });

process.on("message", async (message) => {
  const { id, event, milliseconds } = Order.parse(message);
  const until = Date.now() + milliseconds;
  const context = { awsRequestId: `request-${id}`, getRemainingTimeInMillis: () => until - Date.now() };
  const outcome = await Promise.resolve()
    .then(() => handler(event, context))
    .then(
      (result) => ({ result }),
      (error: unknown) => ({ error: String(error) }),
    );
  process.send?.({ id, ...outcome, bytes: peakBytes(), timers: openTimers() });
});

/** The most memory it ever had. */
function peakBytes(): number {
  const [, kilobytes = "0"] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

/** What would go on while the process is frozen. */
const openTimers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
