/** An error as an application sends it: 20 frames, a message with an id in it, some context. */
export function sampleError(kind: number, turn: number) {
  return {
    type: kind % 3 === 0 ? "TypeError" : `Failure${kind}`,
    message: `order ord_${turn} of shop ${kind} failed: value ${turn * 7} is out of range`,
    backtrace: Array.from({ length: 20 }, (_, depth) => ({
      file:
        depth < 8
          ? `/srv/shop/app/part${kind}/step${depth}.js`
          : `/srv/shop/node_modules/express/lib/layer${depth}.js`,
      function: `step${depth}Of${kind}`,
      line: 10 + depth,
      column: 7,
    })),
  };
}

/** A body of some errors, as it is posted to `/v0`. */
export const sampleBody = (errors: readonly unknown[]): string =>
  JSON.stringify({
    notifier: { name: "bench", version: "1" },
    errors,
    context: { hostname: "web-01", environment: "production", version: "3.14.0", rootDirectory: "/srv/shop" },
    params: { order: { id: "ord_10231", total: 4980 }, password: "never stored" },
  });
