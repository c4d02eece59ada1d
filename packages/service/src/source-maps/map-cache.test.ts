import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { Unavailable } from "../ports.js";
import { mapByDebugId } from "../table/layout.js";
import { CACHE_BYTES_MAX, mapCache } from "./map-cache.js";
import { storeMap } from "./store-map.js";

const world = () => memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 }).ports;

const map = (name: string, bytes = 0): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      version: 3,
      mappings: "AAAA",
      sources: [name],
      names: [],
      sourcesContent: [" ".repeat(bytes)],
    }),
  );

test("however many maps are in use, only so many lie in memory, and each is found again", async () => {
  const ports = world();
  const names = ["a", "b", "c", "d"];
  for (const name of names) await storeMap(ports, "shop", { json: map(name, 15_000_000), debugId: name });
  const cache = mapCache(ports);
  for (const name of [...names, ...names]) {
    const found = await cache.find(mapByDebugId("shop", name));
    expect(found?.sources).toEqual([name]);
    expect(cache.heldBytes).toBeLessThanOrEqual(CACHE_BYTES_MAX);
  }
});

test("all requests of a region share its maps", () => {
  const ports = world();
  expect(mapCache(forRequest(ports))).toBe(mapCache(ports));
  expect(mapCache(forRequest(forRequest(ports)))).toBe(mapCache(ports));
});

test("while the table cannot answer, there are no maps, and it is not asked for each frame", async () => {
  const ports = world();
  let asked = 0;
  const fail = async () => {
    asked += 1;
    throw new Unavailable("not now");
  };
  const cache = mapCache({ ...ports, log: { ...ports.log, get: fail, query: fail } });
  expect(await cache.hasAny("shop")).toBe(false);
  for (let frame = 0; frame < 100; frame++)
    expect(await cache.find(mapByDebugId("shop", "a"))).toBeUndefined();
  expect(asked).toBe(1);
});
