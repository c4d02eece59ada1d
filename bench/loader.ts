import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Order } from "./load-generator.js";

interface Loader {
  /** Posts; milliseconds until all was answered. Throws at the first answer that is none. */
  post(order: Order): Promise<number>;
  stop(): void;
}

const Told = z.object({ milliseconds: z.number().optional(), failed: z.string().optional() });

/** A process that posts to servers of this one. */
export function loader(): Loader {
  const path = fileURLToPath(new URL("load-generator.ts", import.meta.url));
  const child = fork(path, { execArgv: ["--import", "tsx"] });
  return {
    async post(order) {
      child.send(order);
      const { milliseconds, failed } = Told.parse((await once(child, "message"))[0]);
      if (milliseconds === undefined) throw new Error(failed ?? "no answer");
      return milliseconds;
    },
    stop: () => child.disconnect(),
  };
}
