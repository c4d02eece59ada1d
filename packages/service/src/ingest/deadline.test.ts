import { memorySpool } from "@faultline/testing/memory-spool";
import { CLIENT_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { describe, expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { type Clock, Unavailable, type ViewTable } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { awsWriteProbe, writeProbe } from "../regions/write-probe.js";

/** Never answers, whatever it is asked. */
function hangingTable(): ViewTable {
  const never = () => new Promise<never>(() => undefined);
  const calls = { get: never, getMany: never, put: never, delete: never, transact: never };
  return { ...calls, query: never, scan: never };
}

/** A virtual clock on which who waits for what never comes has waited as long as it would. */
function patientClock() {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const within: Clock["within"] = async (milliseconds, work) => {
    const late = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
    const first = await Promise.race([work.then((value) => ({ value })), late]);
    if (first) return first.value;
    clock.set(clock.now() + milliseconds);
    throw new Unavailable("late");
  };
  return { ...clock, within };
}

test("a table that hangs keeps no health checker waiting, and the first one that asks hears of it", async () => {
  const clock = patientClock();
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const isHealthy = writeProbe({ ...ports, log: hangingTable() }, awsWriteProbe(5));
  for (let ask = 0; ask < 3; ask++) {
    const start = clock.now();
    expect(await isHealthy()).toBe(false);
    expect(clock.now() - start).toBeLessThanOrEqual(1000);
    clock.set(start + 3300);
  }
});

test("one slow write takes no region out, and the end of an outage is seen by the next checker", async () => {
  const clock = patientClock();
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const slow: boolean[] = [];
  const log = {
    ...hangingTable(),
    put: () => (slow.shift() ? new Promise<never>(() => undefined) : Promise.resolve("written" as const)),
  };
  const isHealthy = writeProbe({ ...ports, log }, awsWriteProbe(5));
  slow.push(true);
  expect(await isHealthy()).toBe(true);
  clock.set(clock.now() + 5000);
  slow.push(true, true);
  expect(await isHealthy()).toBe(false);
  clock.set(clock.now() + 1000);
  expect(await isHealthy()).toBe(true);
});

test("with both tables hanging, whatever a request needs of them, the spool has it within two and a half seconds", async () => {
  const clock = patientClock();
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1, spool: memorySpool() });
  const app = createApp(
    { ...ports, log: hangingTable(), peerLog: hangingTable() },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 3000 },
  );
  const frame = { file: "app.js", line: 1, column: 2 };
  const start = clock.now();
  const response = await app.request("/v0/projects/shop/errors", {
    method: "POST",
    headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
    body: JSON.stringify({
      errors: [{ type: "E", message: "m", backtrace: [frame] }],
      notifications: [{ type: "webhook", url: "https://hooks.example/in" }],
    }),
  });
  expect([response.status, response.headers.get("x-faultline-accepted-by")]).toEqual([201, "spool"]);
  expect(clock.now() - start).toBeLessThanOrEqual(2500);
});

describe.each([
  ["fits into the table", 1, "inline"],
  ["does not fit into the table", 8, { name: expect.any(String), region: "us-west-2" }],
])("a pack that %s", (_, errors, stored) => {
  const hanging = () => new Promise<never>(() => undefined);
  const body = JSON.stringify({
    errors: Array.from({ length: errors }, (_, place) => ({
      type: "E",
      message: "m",
      params: { blob: noise(place) },
    })),
    notifications: [{ type: "webhook", url: "https://hooks.example/in" }],
  });

  /** Which services hang, what is answered, in how long, and the packs that were stored. */
  async function posted(ill: readonly ("blobs" | "other blobs" | "cipher" | "table" | "peer")[]) {
    const clock = patientClock();
    const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
    const peerLog = ill.includes("peer") ? hangingTable() : b.ports.log;
    const { ports, log } = memoryRegion({
      region: "us-east-1",
      clock,
      seed: 1,
      spool: memorySpool(),
      peerLog,
    });
    await ensureProject(ports, "shop");
    const app = createApp(
      {
        ...ports,
        log: ill.includes("table") ? hangingTable() : ports.log,
        blobs: {
          put: ill.includes("blobs") ? hanging : ports.blobs.put,
          get: ports.blobs.get,
          putElsewhere: ill.includes("other blobs") ? hanging : async () => "us-west-2",
        },
        cipher: ill.includes("cipher") ? { encrypt: hanging, decrypt: hanging } : ports.cipher,
      },
      { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 3000 },
    );
    const start = clock.now();
    const { status } = await app.request("/v0/projects/shop/errors", {
      method: "POST",
      headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
      body,
    });
    const packs = log.feed
      .read(0, 1000)
      .flatMap(({ new: item }) => (item?.pk.startsWith("K#") ? [item] : []));
    return { status, milliseconds: clock.now() - start, packs };
  }

  test("is taken in while this region's objects hang", async () => {
    const { status, milliseconds, packs } = await posted(["blobs"]);
    expect(status).toBe(201);
    expect(milliseconds).toBeLessThanOrEqual(1000);
    expect(packs.map(({ z, s }) => (z ? "inline" : s))).toEqual([stored]);
  });

  test("is taken in while objects and the key hang, and not at the cost of time", async () => {
    const { status, milliseconds } = await posted(["blobs", "cipher"]);
    expect(status).toBe(201);
    expect(milliseconds).toBeLessThanOrEqual(2500);
  });

  test("is answered within two and a half seconds whatever hangs", async () => {
    const all = ["blobs", "other blobs", "cipher", "table", "peer"] as const;
    for (let set = 0; set < 2 ** all.length; set++) {
      const ill = all.filter((_, place) => (set >> place) & 1);
      const { status, milliseconds } = await posted(ill);
      expect([ill, [201, 503].includes(status)]).toEqual([ill, true]);
      expect([ill, milliseconds > 2500 ? milliseconds : "in time"]).toEqual([ill, "in time"]);
    }
  });
});

/** Some 90 KB of text that no compression makes much smaller. */
function noise(seed: number): string[] {
  const random = seeded(seed + 1);
  const word = () => Array.from({ length: 450 }, () => String.fromCharCode(40 + random() * 85)).join("");
  return Array.from({ length: 200 }, word);
}
