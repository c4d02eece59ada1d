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
export type { Breadcrumb, Defaults, Details, Event, Level, Notification, Options, User } from "./options.js";
export type { Stats } from "./outbox.js";

export interface NodeOptions extends Options {
  /** A folder in which events are kept too, so that the next process sends what a killed one could not. */
  readonly spoolFolder?: string;
  /** How long the end of the process may wait for what is still queued. Default 3000. */
  readonly exitMilliseconds?: number;
}

export interface NodeClient extends Client {
  /** Runs work and adds these details to its errors: who asked, and what for. Asynchronous work included. */
  within<T>(details: Details, work: () => T): T;
  /** Sends what is queued and removes all handlers. */
  close(): Promise<boolean>;
}

const BATCH_BYTES = 500_000;
const EXIT_MILLISECONDS = 3_000;

/** A client for Node. It reports uncaught errors, without changing how the process ends. */
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
  const stop = atExit({
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
      stop();
      return client.flush();
    },
  };
}
