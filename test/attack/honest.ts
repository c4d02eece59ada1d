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
