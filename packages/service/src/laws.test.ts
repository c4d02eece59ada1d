import { Shared, type SharedConfig } from "@faultline/destinations/config";
import { register } from "@faultline/destinations/destination";
import type { RequestFlow } from "@faultline/destinations/request";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { type EventLog, OWN_ROW } from "./ports.js";

// What the types forbid. `npm run types` fails where a line below them compiles after all.

function* nothing(): RequestFlow {
  yield { method: "GET", url: "https://linear.example/", headers: {} };
  return { kind: "nothing", reason: "a test" };
}

const COUNTER = { pk: "counter", sk: "0", count: 1 };

const laws = {
  // @ts-expect-error a put into the log says under which condition it may happen
  plainPut: (log: EventLog) => log.put(COUNTER),
  // @ts-expect-error neither may a transaction leave that open
  plainTransaction: (log: EventLog) => log.transact([{ kind: "put", item: COUNTER }]),
  // @ts-expect-error nothing in the log is deleted by itself: what ends is a tombstone, or its time to live
  plainDelete: (log: EventLog) => log.delete(COUNTER),
  destinationWithoutHosts: () =>
    // @ts-expect-error a destination says which hosts of its vendor's every deployment may send to
    register<SharedConfig>({
      type: "linear",
      schema: Shared,
      mask: () => ["linear", "board"],
      secrets: () => [],
      keepsTicket: true,
      delivery: { kind: "requests", deliver: nothing },
    }),
};

test("the log takes no write that does not say why it may happen", async () => {
  const { ports } = memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 });
  expect(Object.keys(laws)).toHaveLength(4);
  expect(await ports.log.put(COUNTER, { kind: "absent" })).toBe("written");
  expect(await ports.log.put(COUNTER, { kind: "absent" })).toBe("conflict");
  expect(await ports.log.put(COUNTER, OWN_ROW)).toBe("written");
});
