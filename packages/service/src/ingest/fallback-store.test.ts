import { memorySpool } from "@faultline/testing/memory-spool";
import {
  CLIENT_KEY,
  MASTER_KEY,
  memoryRegion,
  replicate,
  virtualClock,
} from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "../http/app.js";
import { type Fault, faultyTable } from "../table/faulty-table.js";
import { drainSpool } from "./spool.js";

const ALL: Fault = { kind: "throttle", rate: 1 };
const NONE: Fault = { kind: "none" };

/** Two regions; the first one's log and its way to the other can be made to fail. */
function fallbackWorld(options: { durability?: "region" | "dual"; spool?: boolean } = {}) {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const way = faultyTable(b.log.table, clock, () => 0);
  const spool = options.spool === false ? undefined : memorySpool();
  const a = memoryRegion({
    region: "us-east-1",
    clock,
    seed: 1,
    peerLog: way,
    spool,
    durability: options.durability,
  });
  const own = faultyTable(a.log.table, clock, () => 0);
  const ports = { ...a.ports, log: own };
  let peerHealthy = true;
  let healthy = true;
  const app = createApp(ports, {
    healthy: async () => healthy,
    peerHealthy: async () => peerHealthy,
    staleMilliseconds: 5000,
  });
  const post = (project = "shop", key = CLIENT_KEY) =>
    app.request(`/v0/projects/${project}/errors`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json", "idempotency-key": "k" },
      body: JSON.stringify({ errors: [{ type: "E", message: "m" }] }),
    });
  const count = async (region: typeof a, project = "shop") => {
    await region.settle();
    const asked = createApp(region.ports, {
      healthy: async () => true,
      peerHealthy: async () => false,
      staleMilliseconds: 5000,
    });
    const response = await asked.request(`/v1/projects/${project}/issues`, {
      headers: { "x-api-key": MASTER_KEY },
    });
    const { issues } = z
      .object({ issues: z.array(z.object({ count: z.number() })) })
      .parse(await response.json());
    return issues.map((issue) => issue.count);
  };
  return {
    a,
    b,
    own,
    way,
    ports,
    post,
    count,
    app,
    health(own: boolean, peer: boolean) {
      healthy = own;
      peerHealthy = peer;
    },
  };
}

test("a region whose table fails hands the errors to the other one's, and says so", async () => {
  const { own, post, b, a, count } = fallbackWorld();
  own.inject(ALL);
  const response = await post();
  expect([response.status, response.headers.get("x-faultline-accepted-by")]).toEqual([201, "peer"]);
  own.inject(NONE);
  await replicate(b, a);
  expect([await count(a), await count(b)]).toEqual([[1], [1]]);
});

test("with both tables failing the spool takes them, for a project nobody knows yet, and they are counted once later", async () => {
  const { own, way, post, ports, a, b, count } = fallbackWorld();
  own.inject(ALL);
  way.inject(ALL);
  const response = await post("new-project");
  expect([response.status, response.headers.get("x-faultline-accepted-by")]).toEqual([201, "spool"]);
  expect(await drainSpool(ports)).toBe(1);
  own.inject(NONE);
  expect((await post("new-project")).headers.get("x-faultline-accepted-by")).toBe("local");
  expect(await drainSpool(ports)).toBe(0);
  await replicate(a, b);
  expect([await count(a, "new-project"), await count(b, "new-project")]).toEqual([[1], [1]]);
});

test("only when no tier takes them is the answer 503, with the time to come again", async () => {
  const { own, way, post } = fallbackWorld({ spool: false });
  own.inject(ALL);
  way.inject(ALL);
  const response = await post();
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("dual means both regions have it before the answer, and a region alone still takes errors", async () => {
  const { post, b, way } = fallbackWorld({ durability: "dual" });
  const both = await post();
  expect(both.headers.get("x-faultline-durability")).toBe("dual");
  expect(await b.settle()).toBeGreaterThan(0);
  way.inject(ALL);
  const alone = await post("alone");
  expect([alone.status, alone.headers.get("x-faultline-durability")]).toEqual([201, "region"]);
});

test("a region's health fails when its table does, but not when the other region is no better", async () => {
  const { app, health } = fallbackWorld();
  const status = async () => (await app.request("/health")).status;
  expect(await status()).toBe(200);
  health(false, true);
  expect(await status()).toBe(503);
  health(false, false);
  expect(await status()).toBe(200);
  expect((await app.request("/health/canary")).status).toBe(503);
});
