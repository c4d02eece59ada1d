import { Agent, request } from "node:http";
import { z } from "zod";
import { type Kind, sentryEnvelopes } from "./sentry-envelopes.js";

// A process of its own that posts: what it costs to send is nobody's figure. Told by messages what to post, one at a time.

const Order = z.object({
  url: z.string(),
  kind: z.enum(["browser", "node"]),
  events: z.number(),
  requests: z.number(),
  clients: z.number(),
});
export type Order = z.infer<typeof Order>;

const agent = new Agent({ keepAlive: true });
const makers = new Map<Kind, (events: number) => string>();

process.on("message", async (message) => {
  try {
    process.send?.({ milliseconds: await post(Order.parse(message)) });
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));

/** How long it took, the making of the bodies left out. */
async function post({ url, kind, events, requests, clients }: Order): Promise<number> {
  const maker = makers.get(kind) ?? sentryEnvelopes(kind);
  makers.set(kind, maker);
  const bodies = Array.from({ length: requests }, () => maker(events));
  const start = performance.now();
  const client = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await send(url, body);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return performance.now() - start;
}

function send(url: string, body: string): Promise<void> {
  const headers = {
    "content-type": "application/x-sentry-envelope",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}: ${text}`)),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
