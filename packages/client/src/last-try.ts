import { Worker } from "node:worker_threads";
import type { Body } from "./client.js";

export interface LastTry {
  readonly bodies: readonly Body[];
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

/**
 * Sends bodies while the process is ending and nothing asynchronous runs any longer: a thread sends, this one waits.
 * Gives back the ids of the events that were accepted.
 */
export function lastTry({ bodies, urls, headers, milliseconds }: LastTry): string[] {
  const told = new Int32Array(new SharedArrayBuffer(4 * (bodies.length + 1)));
  const workerData = { told, texts: bodies.map(({ text }) => text), urls, headers, milliseconds };
  try {
    // Without the flags of this process: a loader would cost the time that is left.
    new Worker(SENDING, { eval: true, execArgv: [], stdout: true, stderr: true, workerData });
    Atomics.wait(told, 0, 0, milliseconds);
  } catch {
    // No thread to be had: what is on the shelf is sent by the next process, the rest is lost with this one.
    return [];
  }
  return bodies.flatMap(({ ids }, place) => (Atomics.load(told, place + 1) === 1 ? ids : []));
}

/**
 * What the thread runs. As text, because bundlers rewrite functions to use what stands around them.
 * Place 0 of `told` becomes 1 when all is done, place n + 1 when the n-th body was accepted.
 */
const SENDING = `
const { told, texts, urls, headers, milliseconds } = require("node:worker_threads").workerData;
const each = Math.max(200, milliseconds / (urls.length + 1));
const isAccepted = (url, body) =>
  fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(each) }).then(({ ok }) => ok, () => false);
const send = async (text, place) => {
  for (const url of urls) {
    if (!(await isAccepted(url, text))) continue;
    Atomics.store(told, place + 1, 1);
    return;
  }
};
Promise.all(texts.map(send)).then(() => {
  Atomics.store(told, 0, 1);
  Atomics.notify(told, 0);
});
`;
