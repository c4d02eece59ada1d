import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReplicatedTable } from "@faultline/service/table/replica";
import { memoryTable } from "@faultline/testing/memory-table";
import { virtualClock } from "@faultline/testing/memory-world";
import { meteredContract, tableContract } from "@faultline/testing/table-contract";
import { describe, expect, test } from "vitest";
import { openStore } from "./lmdb-store.js";

const folder = (): string => mkdtempSync(join(tmpdir(), "faultline-"));
const onDisk = (region: string, clock = virtualClock(1_000_000)) =>
  openStore({ path: folder(), region, clock });

describe("in memory", () => {
  meteredContract(async () => ({ table: memoryTable({ clock: virtualClock(0) }).table, prefix: "" }));
  replicaContract((region, clock) => memoryTable({ region, clock }));
});

describe("on disk, the view", () => {
  tableContract(async () => ({ table: onDisk("a").view, prefix: "" }));
});

describe("on disk, the log", () => {
  tableContract(async () => ({ table: onDisk("a").log.table, prefix: "" }), { operations: 500 });
  replicaContract((region, clock) => onDisk(region, clock).log);
});

/** What replication promises, on disk and in memory. */
function replicaContract(
  open: (region: string, clock: ReturnType<typeof virtualClock>) => ReplicatedTable,
): void {
  const key = { pk: "k", sk: "0" };
  const pair = () => {
    const clock = virtualClock(1_000_000);
    return { clock, a: open("a", clock), b: open("b", clock) };
  };
  const send = async (from: ReplicatedTable, to: ReplicatedTable): Promise<void> => {
    const own = from.feed.read(0, 1000).filter(({ origin }) => origin === "local");
    await to.apply(own.map(({ key: name, new: item, stamp }) => ({ key: name, item, stamp })));
  };

  test("the last writer wins in both regions, whatever order the writes arrive in", async () => {
    const { clock, a, b } = pair();
    await a.table.put({ ...key, by: "a" });
    clock.set(2_000_000);
    await b.table.put({ ...key, by: "b" });
    await send(a, b);
    await send(b, a);
    expect([(await a.table.get(key))?.by, (await b.table.get(key))?.by]).toEqual(["b", "b"]);
  });

  test("at the same instant the region with the later name wins, and a loser leaves no trace in the feed", async () => {
    const { a, b } = pair();
    await a.table.put({ ...key, by: "a" });
    await b.table.put({ ...key, by: "b" });
    await send(a, b);
    await send(b, a);
    await send(b, a);
    expect((await a.table.get(key))?.by).toBe("b");
    expect(b.feed.read(0, 10).map(({ origin }) => origin)).toEqual(["local"]);
    expect(a.feed.read(0, 10).map(({ origin, old, new: item }) => [origin, old?.by, item?.by])).toEqual([
      ["local", undefined, "a"],
      ["replicated", "a", "b"],
    ]);
  });

  test("an older write that arrives after a deletion does not bring the item back", async () => {
    const { clock, a, b } = pair();
    await a.table.put({ ...key, by: "a" });
    clock.set(2_000_000);
    await b.table.put({ ...key, by: "b" });
    await b.table.delete(key);
    await send(a, b);
    await send(b, a);
    expect([await a.table.get(key), await b.table.get(key)]).toEqual([undefined, undefined]);
  });

  test("what is expired is not seen", async () => {
    const { clock, a } = pair();
    await a.table.put({ ...key, x: 1_500 });
    expect(await a.table.get(key)).toBeDefined();
    clock.set(1_500_000);
    expect(await a.table.get(key)).toBeUndefined();
    expect((await a.table.query({ pk: key.pk })).items).toEqual([]);
    expect(await a.table.put({ ...key, again: true }, { kind: "absent" })).toBe("written");
  });
}

test("expired items are swept from the disk, and the feed says that they expired", async () => {
  const clock = virtualClock(1_000_000);
  const store = onDisk("a", clock);
  await store.log.table.put({ pk: "k", sk: "0", x: 1_500 });
  await store.log.table.put({ pk: "k", sk: "1" });
  clock.set(1_600_000);
  expect(await store.expire()).toBe(1);
  expect(store.log.feed.read(2, 10).map(({ expired, old }) => [expired, old?.sk])).toEqual([[true, "0"]]);
});

test("a feed's cursors and sequence outlive a restart, and what all have passed is trimmed", async () => {
  const path = folder();
  const clock = virtualClock(1_000_000);
  const first = openStore({ path, region: "a", clock });
  for (const sk of ["1", "2", "3"]) await first.log.table.put({ pk: "k", sk });
  await first.log.feed.advance("reduce", 3);
  await first.log.feed.advance("replicate", 2);
  await first.log.feed.trim();
  await first.close();
  const second = openStore({ path, region: "a", clock });
  expect(second.log.feed.cursor("reduce")).toBe(3);
  expect(second.log.feed.read(0, 10).map(({ seq }) => seq)).toEqual([3]);
  await second.log.table.put({ pk: "k", sk: "4" });
  expect(second.log.feed.read(3, 10).map(({ seq }) => seq)).toEqual([4]);
});

test("every write that was acknowledged before a kill -9 is there after it, with its feed record", async () => {
  const path = folder();
  const writer = new URL("./write-forever.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", writer, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged: string[] = [];
  for await (const chunk of child.stdout) {
    acknowledged.push(...String(chunk).trim().split("\n"));
    if (acknowledged.length > 500) child.kill("SIGKILL");
  }
  const store = openStore({ path, region: "a", clock: virtualClock(1_000_000) });
  const told = new Set(store.log.feed.read(0, 1_000_000).map(({ key }) => key.sk));
  // The last line may have been cut in two by the kill.
  for (const sk of acknowledged.slice(0, -1)) {
    expect(await store.log.table.get({ pk: "k", sk })).toBeDefined();
    expect(told.has(sk)).toBe(true);
  }
  expect(acknowledged.length).toBeGreaterThan(500);
});
