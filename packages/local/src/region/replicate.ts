import { deserialize, serialize } from "node:v8";
import { METRICS } from "@faultline/service/metrics";
import type { Item, Ports } from "@faultline/service/ports";
import type { Feed, Replicated } from "@faultline/service/table/replica";
import * as z from "zod";
import { type Loop, loop } from "./loop.js";

const BATCH = 200;
const PAUSE_FIRST = 100;
const PAUSE_MAX = 1000;
const TIMEOUT = 5000;

interface Replication extends Loop {
  pause(isPaused: boolean): void;
  isPaused(): boolean;
}

/** Where the other region takes writes, and the secret that only the two share. */
export interface Peer {
  readonly url: string;
  readonly token: string;
}

/**
 * Sends this region's own writes to the other, whole items, in order, at least once. The cursor moves only
 * behind what the other has confirmed, so no end of this process loses any.
 */
export function replication(ports: Pick<Ports, "clock" | "meter">, feed: Feed, peer: Peer): Replication {
  let paused = false;
  let pause = PAUSE_FIRST;
  const sending = loop(async () => {
    if (paused) return Number.POSITIVE_INFINITY;
    const records = feed.read(feed.cursor("replicate"), BATCH);
    const last = records.at(-1);
    if (!last) return Number.POSITIVE_INFINITY;
    const own = records.filter((record) => record.origin === "local" && !record.expired);
    try {
      if (own.length > 0)
        await send(
          peer,
          own.map(({ key, new: item, stamp }) => ({ key, item, stamp })),
        );
      await feed.advance("replicate", last.seq);
      ports.meter.measure(METRICS.replicationLagMilliseconds, ports.clock.now() - last.stamp.at);
      pause = PAUSE_FIRST;
      return 0;
    } catch {
      // The other region does not answer; it will, and nothing is lost meanwhile.
      pause = Math.min(PAUSE_MAX, pause * 2);
      return pause;
    }
  });
  const stopListening = feed.onChange(sending.wake);
  return {
    wake: sending.wake,
    pause(isPaused) {
      paused = isPaused;
      sending.wake();
    },
    isPaused: () => paused,
    async stop() {
      stopListening();
      await sending.stop();
    },
  };
}

async function send(peer: Peer, writes: readonly Replicated[]): Promise<void> {
  const response = await fetch(`${peer.url}/_region/replicate`, {
    method: "POST",
    headers: { "x-region-token": peer.token },
    body: serialize(writes),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new Error(`replication refused: ${response.status}`);
}

const Writes = z.array(
  z.object({
    key: z.object({ pk: z.string(), sk: z.string() }),
    item: z.custom<Item>((value) => typeof value === "object" && value !== null).optional(),
    stamp: z.object({ at: z.number(), region: z.string() }),
  }),
);

/** What the other region sent. */
export const readWrites = (body: ArrayBuffer): readonly Replicated[] =>
  Writes.parse(deserialize(Buffer.from(body)));
