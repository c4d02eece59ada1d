import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { mapByDebugId } from "../table/layout.js";
import { mapCache } from "./map-cache.js";
import { readBundle } from "./read-bundle.js";
import { readMap } from "./read-map.js";
import { storeMap } from "./store-map.js";
import { withOriginals } from "./with-originals.js";

const world = () => memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 }).ports;
const bytes = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

const part = { version: 3, mappings: "AAAA", sources: ["a.ts"], names: [] };
const index = (line: number, map: object = part) => ({
  version: 3,
  sections: [{ offset: { line, column: 0 }, map }],
});

test.each([
  ["an index whose section begins at line 120,000,000", index(120_000_000)],
  ["one that begins before the first", index(-1)],
  ["one that begins between two", index(0.5)],
  ["an index in an index", index(0, index(0))],
  ["two million lines", { ...part, mappings: ";".repeat(2_000_000) }],
  ["three million segments", { ...part, mappings: "A,".repeat(3_000_000) }],
  ["a hundred thousand sources", { ...part, sources: Array.from({ length: 100_000 }, () => "a.ts") }],
  [
    "sections that are too many together",
    { version: 3, sections: [{ offset: { line: 999_999, column: 0 }, map: { ...part, mappings: ";;" } }] },
  ],
])("%s is no map that we take", async (_, json) => {
  expect(readMap(bytes(json))).toBeUndefined();
  await expect(storeMap(world(), "shop", { json: bytes(json), debugId: "d" })).rejects.toMatchObject({
    code: "bad_source_map",
  });
});

test("an index of ordinary sections is one", () => {
  expect(readMap(bytes(index(1_000)))).toMatchObject({ sections: [{ offset: { line: 1_000 } }] });
});

test("a hundred frames in one large source part it once, however many ask for its map at one time", async () => {
  const ports = world();
  const source = "x();\n".repeat(2_000_000);
  const json = bytes({ ...part, sourcesContent: [source] });
  await storeMap(ports, "shop", { json, debugId: "d" });
  const frames = Array.from({ length: 100 }, () => ({
    file: "a.js",
    line: 1,
    column: 1,
    inApp: true,
    debugId: "d",
  }));
  const report = { release: undefined, exceptions: [{ type: "E", message: "", frames }] };
  const first = await withOriginals(ports, "shop", report);
  expect(first.exceptions[0]?.frames[0]).toMatchObject({
    file: "a.ts",
    line: 1,
    code: { 1: "x();", 4: "x();" },
  });
  const before = process.cpuUsage();
  for (let times = 0; times < 20; times++) await withOriginals(ports, "shop", report);
  // Parted for each frame, ten megabytes two thousand times are minutes.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
});

test("a map that is asked for by many at one time is read once", async () => {
  const { blobs, ...rest } = world();
  let read = 0;
  const ports = {
    ...rest,
    blobs: {
      put: blobs.put,
      get: (name: string, region: string) => {
        read += 1;
        return blobs.get(name, region);
      },
    },
  };
  await storeMap(ports, "shop", { json: bytes(part), debugId: "d" });
  await Promise.all(Array.from({ length: 50 }, () => mapCache(ports).find(mapByDebugId("shop", "d"))));
  expect(read).toBe(1);
});

test("a manifest of 20,000 maps is read in no time, and told that it is too many", () => {
  const entry = (place: number) => ({
    type: "source_map",
    url: `~/a${place}.js.map`,
    headers: { "debug-id": `${place}` },
  });
  const files = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, place) => [`a${place}.js.map`, strToU8("{}")]),
  );
  const manifest = {
    files: Object.fromEntries(Object.keys(files).map((name, place) => [name, entry(place)])),
  };
  const bundle = zipSync({ ...files, "manifest.json": strToU8(JSON.stringify(manifest)) }, { level: 0 });
  const before = process.cpuUsage();
  expect(() => readBundle(bundle, undefined)).toThrow(expect.objectContaining({ code: "too_large" }));
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_500);
});
