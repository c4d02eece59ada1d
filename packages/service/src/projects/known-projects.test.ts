import { JSON_TYPE, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { readPack } from "../ingest/pack.js";
import type { EventLog } from "../ports.js";
import { wrapLog } from "../table/wrap-table.js";
import { deleteProject, getProject, patchProject } from "./projects.js";

/** A region whose process remembers for a minute, as on AWS. */
function remembering() {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const asked = { reads: 0 };
  const log: EventLog = {
    ...wrapLog(ports.log, (call) => call()),
    get: (key) => {
      asked.reads += 1;
      return ports.log.get(key);
    },
  };
  const settings = { ...ports.settings, cacheSeconds: 60 };
  const statuses = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 };
  const app = createApp({ ...ports, log, settings }, statuses);
  return {
    clock,
    ports,
    asked,
    async post(message: string): Promise<void> {
      const body = JSON.stringify({ ...oneError(message), params: { shoe_size: "forty-two" } });
      const headers = { "x-api-key": CLIENT_KEY, ...JSON_TYPE };
      const { status } = await app.request("/v0/projects/shop/errors", { method: "POST", headers, body });
      expect(status).toBe(201);
    },
    patch: (change: object) =>
      app.request("/v1/projects/shop", {
        method: "PATCH",
        headers: MASTER,
        body: JSON.stringify(change),
      }),
    /** The event with this message, as it is stored. */
    async stored(message: string): Promise<string> {
      const { items } = await ports.log.scan();
      const packs = items.filter(({ pk }) => pk.startsWith("K#"));
      const events = (await Promise.all(packs.map((item) => readPack(ports, item)))).flat();
      return JSON.stringify(events.find(({ event }) => event.message === message)?.event);
    },
  };
}

test("of the errors to a project, its row is read for the first", async () => {
  const { post, asked } = remembering();
  await post("the first");
  asked.reads = 0;
  for (let turn = 0; turn < 20; turn++) await post(`error ${turn}`);
  expect(asked.reads).toBe(0);
});

test("settings that are changed here count at once", async () => {
  const { post, patch, stored } = remembering();
  await post("before");
  expect((await patch({ redact: ["shoe_size"] })).status).toBe(200);
  await post("after");
  expect(await stored("before")).toContain("forty-two");
  expect(await stored("after")).not.toContain("forty-two");
});

test("settings that another process changed count within ten seconds", async () => {
  const { clock, ports, post, stored } = remembering();
  await post("before");
  await patchProject(ports, "shop", { redact: ["shoe_size"] });
  clock.set(clock.now() + 10_000);
  await post("after");
  expect(await stored("after")).not.toContain("forty-two");
});

test("a project that another process deleted is made anew by the first error ten seconds later", async () => {
  const { clock, ports, post } = remembering();
  await post("before");
  await deleteProject(ports, "shop");
  clock.set(clock.now() + 10_000);
  await post("after");
  expect(await getProject(ports, "shop")).toBeDefined();
});
