import * as z from "zod";
import { sendEnvelope } from "./send.js";
import { type Kind, sentryEnvelopes } from "./sentry-envelopes.js";
import { TimedOrder, timedLoad } from "./timed-load.js";

// A process of its own that posts: what it costs to send is nobody's figure. Told by messages what to post, one at a time.

const Order = z.object({
  url: z.string(),
  kind: z.enum(["browser", "node"]),
  events: z.number(),
  requests: z.number(),
  clients: z.number(),
});
export type Order = z.infer<typeof Order>;

const ATTEMPTS_MAX = 5;
const makers = new Map<Kind, (events: number) => string>();

process.on("message", async (message) => {
  try {
    process.send?.(await done(z.union([TimedOrder, Order]).parse(message)));
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));

const done = async (order: Order | TimedOrder) =>
  "seconds" in order ? timedLoad(order) : { milliseconds: await post(order) };

/** How long it took, the making of the bodies left out. */
async function post({ url, kind, events, requests, clients }: Order): Promise<number> {
  const maker = makers.get(kind) ?? sentryEnvelopes(kind);
  makers.set(kind, maker);
  const bodies = Array.from({ length: requests }, () => maker(events));
  const start = performance.now();
  const client = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await sendUntilTaken(url, body);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return performance.now() - start;
}

/** A machine that does much else may stand still for so long that the service says it could not write: as an SDK, once more. */
async function sendUntilTaken(url: string, body: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const { status, text } = await sendEnvelope(url, body);
    if (status === 200) return;
    if (status !== 503) throw new Error(`answered ${status}: ${text}`);
  }
  throw new Error(`answered 503, ${ATTEMPTS_MAX} times`);
}
