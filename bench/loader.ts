import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Order } from "./load-generator.js";
import { Load, type TimedOrder } from "./timed-load.js";

interface Loader {
  /** Posts; milliseconds until all was answered. Throws at the first answer that is none. */
  post(order: Order): Promise<number>;
  /** Posts until the time is over. Throws as `timedLoad` does. */
  postFor(order: TimedOrder): Promise<Load>;
  stop(): void;
}

const Posted = z.object({ milliseconds: z.number() });
const Failed = z.object({ failed: z.string() });

/** A process that posts to servers of this one, or of others. */
export function loader(): Loader {
  const path = fileURLToPath(new URL("load-generator.ts", import.meta.url));
  const child = fork(path, { execArgv: ["--import", "tsx"] });
  async function answered<T>(order: Order | TimedOrder, answer: z.ZodType<T>): Promise<T> {
    child.send(order);
    const [message] = await once(child, "message");
    const failed = Failed.safeParse(message);
    if (failed.success) throw new Error(failed.data.failed);
    return answer.parse(message);
  }
  return {
    post: async (order) => (await answered(order, Posted)).milliseconds,
    postFor: (order) => answered(order, Load),
    stop: () => child.disconnect(),
  };
}
