import * as z from "zod";
import { ask, sendEnvelope } from "./send.js";
import { sentryEnvelopes } from "./sentry-envelopes.js";

/** What to send for how long, and which pages to ask for in between. */
export const TimedOrder = z.object({
  url: z.string(),
  events: z.number(),
  seconds: z.number(),
  clients: z.number(),
  /** So many of a hundred requests ask for this page. */
  reads: z.object({ url: z.string(), key: z.string(), percent: z.number() }).optional(),
});
export type TimedOrder = z.infer<typeof TimedOrder>;

export const Load = z.object({
  milliseconds: z.number(),
  /** Events that were answered with success. */
  accepted: z.number(),
  /** POSTs answered 503, as happens to who asks for more than can be written. */
  refused: z.number(),
  /** Milliseconds of each POST that was accepted. */
  answers: z.array(z.number()),
});
export type Load = z.infer<typeof Load>;

const envelopes = sentryEnvelopes("browser");

/** Clients that send one request after the other until the time is over. Throws at an answer that is neither success nor 503. */
export async function timedLoad({ url, events, seconds, clients, reads }: TimedOrder): Promise<Load> {
  const start = performance.now();
  const answers: number[] = [];
  let refused = 0;
  let turn = 0;
  const post = async (): Promise<void> => {
    const body = envelopes(events);
    const asked = performance.now();
    const { status, text } = await sendEnvelope(url, body);
    if (status === 200) answers.push(performance.now() - asked);
    else if (status === 503) refused += 1;
    else throw new Error(`answered ${status}: ${text}`);
  };
  const client = async (): Promise<void> => {
    while (performance.now() - start < seconds * 1000) {
      turn += 1;
      if (reads && isRead(turn, reads.percent)) await read(reads.url, reads.key);
      else await post();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { milliseconds: performance.now() - start, accepted: answers.length * events, refused, answers };
}

/** Spread evenly: at 20 of a hundred every fifth. */
const isRead = (turn: number, percent: number): boolean =>
  Math.floor((turn * percent) / 100) > Math.floor(((turn - 1) * percent) / 100);

async function read(url: string, key: string): Promise<void> {
  const { status, text } = await ask(url, { headers: { "x-api-key": key } });
  if (status !== 200) throw new Error(`a page was answered with ${status}: ${text}`);
}
