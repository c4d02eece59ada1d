import type { Body } from "./client.js";
import { sendInThread } from "./sending-thread.js";

interface LastTry {
  readonly bodies: readonly Body[];
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

const EACH_MILLISECONDS_MIN = 200;

/** So long one address may take, that each has its turn and the caller hears of it. */
export const turnOf = (milliseconds: number, urls: readonly string[]): number =>
  Math.max(EACH_MILLISECONDS_MIN, Math.ceil(milliseconds / (urls.length + 1)));

/**
 * Sends bodies while the process is ending and nothing asynchronous runs any longer.
 * Gives back the ids of the events that were accepted.
 */
export function lastTry({ bodies, urls, headers, milliseconds }: LastTry): string[] {
  try {
    const texts = bodies.map(({ text }) => text);
    const sending = sendInThread({ texts, urls, headers, eachMilliseconds: turnOf(milliseconds, urls) });
    const accepted = sending.wait(milliseconds);
    return bodies.flatMap(({ ids }, place) => (accepted[place] ? ids : []));
  } catch {
    // No thread to be had: what is on the queue is sent by the next process, the rest is lost with this one.
    return [];
  }
}
