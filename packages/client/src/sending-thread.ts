import { Worker } from "node:worker_threads";

interface Sendings {
  readonly texts: readonly string[];
  /** Where each is posted: to the first of these that accepts it. */
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** So long one answer may take. Without it nothing but the caller's patience ends a request. */
  readonly eachMilliseconds?: number;
}

/** What a server said, as it comes out of the thread. */
export interface Answer {
  readonly status: number;
  readonly headers: [string, string][];
  readonly text: string;
}

export interface Sending {
  /** Tells each answer as a message while this thread still listens. */
  readonly worker: Worker;
  /** Blocks until all is sent, or so long, and tells of each text whether it was accepted. */
  wait(milliseconds: number): boolean[];
}

/**
 * Posts texts from a thread of its own, which goes on while this one is ending and runs nothing any longer.
 * Throws when there is no thread to be had.
 */
export function sendInThread(sendings: Sendings): Sending {
  const told = new Int32Array(new SharedArrayBuffer(4 * (sendings.texts.length + 1)));
  const workerData = { ...sendings, told };
  // Without the flags of this process: a loader would cost the time that is left.
  const worker = new Worker(SENDING, { eval: true, execArgv: [], stdout: true, stderr: true, workerData });
  return {
    worker,
    wait(milliseconds) {
      Atomics.wait(told, 0, 0, milliseconds);
      return sendings.texts.map((_, place) => Atomics.load(told, place + 1) === 1);
    },
  };
}

/**
 * What the thread runs. As text, because bundlers rewrite functions to use what stands around them.
 * Place 0 of `told` becomes 1 when all is done, place n + 1 when the n-th text was accepted.
 */
const SENDING = `
const { parentPort, workerData } = require("node:worker_threads");
const { told, texts, urls, headers, eachMilliseconds } = workerData;
const post = async (url, body) => {
  const signal = eachMilliseconds === undefined ? undefined : AbortSignal.timeout(eachMilliseconds);
  const answer = await fetch(url, { method: "POST", headers, body, signal });
  const text = await answer.text().catch(() => "");
  parentPort.postMessage({ status: answer.status, headers: [...answer.headers], text });
  return answer.ok;
};
const send = async (text, place) => {
  for (const url of urls) {
    if (!(await post(url, text).catch(() => false))) continue;
    Atomics.store(told, place + 1, 1);
    return;
  }
};
Promise.all(texts.map(send)).then(() => {
  Atomics.store(told, 0, 1);
  Atomics.notify(told, 0);
});
`;
