import { deserialize, serialize } from "node:v8";
import { type Condition, type Item, type Key, type PeerLog, Unavailable } from "@faultline/service/ports";
import * as z from "zod";
import type { Peer } from "./replicate.js";

const TIMEOUT = 800;

/** What may be asked of the other region's log directly. */
const PeerCall = z.discriminatedUnion("call", [
  z.object({
    call: z.literal("put"),
    args: z.tuple([z.custom<Item>(), z.custom<Condition>()]),
  }),
  z.object({ call: z.literal("get"), args: z.tuple([z.custom<Key>()]) }),
]);
type PeerCall = z.infer<typeof PeerCall>;

/** The other region's log, over its own HTTP. Throws `Unavailable` when it does not answer. */
export function peerLog({ url, token }: Peer): PeerLog {
  async function ask<T>(call: PeerCall): Promise<T> {
    const headers = { "x-region-token": token };
    const options = { method: "POST", headers, body: serialize(call), signal: AbortSignal.timeout(TIMEOUT) };
    const response = await fetch(`${url}/_region/log`, options).catch((error: unknown) => {
      throw new Unavailable("the other region does not answer", {
        cause: error,
        isUnheard: !isRefused(error),
      });
    });
    if (!response.ok)
      throw new Unavailable(`the other region answered ${response.status}`, { isUnheard: true });
    return deserialize(Buffer.from(await response.arrayBuffer()));
  }
  return {
    put: (item, condition) => ask({ call: "put", args: [item, condition] }),
    get: (key) => ask({ call: "get", args: [key] }),
  };
}

/** True when nothing listens there: then nothing was done. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error && /ECONNREFUSED/.test(String(error.cause ?? error));

/** Does what the other region asked, and gives back what to answer. */
export async function answerPeer(table: PeerLog, body: ArrayBuffer): Promise<Buffer> {
  const asked = PeerCall.parse(deserialize(Buffer.from(body)));
  switch (asked.call) {
    case "put":
      return serialize(await table.put(...asked.args));
    case "get":
      return serialize(await table.get(...asked.args));
  }
}
