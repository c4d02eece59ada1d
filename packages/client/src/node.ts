import { AsyncLocalStorage } from "node:async_hooks";
import { hostname } from "node:os";
import { trimmed } from "./addresses.js";
import { type Client, core, pathOf } from "./client.js";
import { endingFetch } from "./ending-fetch.js";
import { atExit } from "./exit.js";
import { folderQueue } from "./folder-queue.js";
import { guard } from "./guard.js";
import type { Details, Options } from "./options.js";
import { sourceLines } from "./source-lines.js";

export type { Client } from "./client.js";
export type { Breadcrumb, Details, Event, Level, Notification, Options, Standing, User } from "./options.js";
export type { Figures } from "./outbox.js";

export interface NodeOptions extends Options {
  /** A folder where events wait too, so that those of a killed process are sent by the next one. */
  readonly spoolFolder?: string;
  /** 3000: so long the end of the process may take for what still waits. */
  readonly exitMilliseconds?: number;
}

export interface NodeClient extends Client {
  /** Runs work whose errors say this too: who asked, what for. It holds for everything the work waits for. */
  within<T>(details: Details, work: () => T): T;
  /** Sends what waits and lets go of the process. */
  close(): Promise<boolean>;
}

const BATCH_BYTES = 500_000;
const EXIT_MILLISECONDS = 3_000;

/** A client for Node. From now on it reports what nobody caught, without changing how the process ends. */
export function faultline(options: NodeOptions): NodeClient {
  const scope = new AsyncLocalStorage<Details>();
  const headers = { "content-type": "application/json", "x-api-key": options.key };
  const requests = endingFetch();
  const { client, uncaught, bodies, done } = core(
    { ...options, fetch: options.fetch ?? requests.fetch },
    {
      surroundings: () => ({
        language: "JavaScript",
        runtime: `node ${process.version}`,
        hostname: hostname(),
        rootDirectory: process.cwd(),
      }),
      withSource: sourceLines(),
      details: () => scope.getStore() ?? {},
      queue: options.spoolFolder === undefined ? undefined : folderQueue(options.spoolFolder),
      batchBytes: BATCH_BYTES,
      request: (url, body) => ({ url, init: { headers, body } }),
    },
  );
  const letGo = atExit({
    flush: client.flush,
    bodies,
    done,
    requests,
    urls: [...(options.regions ?? []), options.url].map((url) => trimmed(url) + pathOf(options)),
    headers,
    milliseconds: options.exitMilliseconds ?? EXIT_MILLISECONDS,
  });
  // A monitor sees what ends the process, and unlike a handler does not keep it from ending.
  const monitor = guard(
    (error: unknown) => uncaught(error),
    () => undefined,
  );
  if (options.catchUncaught !== false) process.on("uncaughtExceptionMonitor", monitor);

  return {
    ...client,
    within: (details, work) => scope.run({ ...scope.getStore(), ...details }, work),
    async close() {
      process.off("uncaughtExceptionMonitor", monitor);
      letGo();
      return client.flush();
    },
  };
}
