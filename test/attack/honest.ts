import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Target } from "./attack.js";
import { type Answered, send } from "./send.js";

/** Posts an error as an application does, plain or compressed. */
export function honestPost(
  { url, clientKey }: Target,
  from: string,
  isPacked: boolean,
  project = "honest",
): Promise<Answered> {
  const error = {
    id: randomUUID(),
    type: "TypeError",
    message: "total is not a function",
    backtrace: Array.from({ length: 20 }, (_, place) => ({
      file: `app/cart${place}.js`,
      line: place,
      function: "total",
    })),
  };
  const json = JSON.stringify({ errors: [error] });
  return send(url, {
    path: `/v0/projects/${project}/errors`,
    headers: {
      "x-api-key": clientKey,
      "content-type": "application/json",
      ...(isPacked ? { "content-encoding": "gzip" } : {}),
    },
    body: isPacked ? gzipSync(json) : json,
    from,
  });
}

/** An address nobody attacks from. */
export const HONEST = "127.0.2.1";

/** How long such a post takes while nothing else goes on: on a busy machine everything takes longer. */
export async function calmMilliseconds(target: Target): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 5; count++)
    times.push((await honestPost(target, HONEST, count % 2 === 0)).milliseconds);
  return Math.max(...times);
}

/**
 * How long one may wait at the most during an attack from this one machine. Seven seconds were seen on one busy core. It
 * stays below the 30 s after which a slow attacker's request is ended: whoever waits until then was kept from being answered.
 */
export const patience = (calm: number): number => Math.min(25_000, 15_000 + 10 * calm);
