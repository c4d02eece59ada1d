import type { Report } from "@faultline/core/report";
import { httpWorld, JSON_TYPE, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY, MASTER_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { postReport } from "../monitoring/send-report.js";
import { isSelfReportingSuppressed, quietHeader } from "../monitoring/suppress-self-reporting.js";
import { LAST_WRITE_WINS } from "../ports.js";
import { createKey } from "../projects/api-keys.js";
import { OWN_PROJECT, SYNTHETIC_CHECK_PROJECT } from "../projects/built-in.js";
import { ensureProject } from "../projects/projects.js";
import { createApp } from "./app.js";

let world: ReturnType<typeof httpWorld>;
beforeEach(() => {
  world = httpWorld();
});

test.each([OWN_PROJECT, SYNTHETIC_CHECK_PROJECT])(
  "nobody but Faultline posts to %s, whichever way it is named",
  async (name) => {
    const project = await ensureProject(world.region.ports, name);
    for (const key of [CLIENT_KEY, MASTER_KEY]) {
      const headers = { ...JSON_TYPE, "x-api-key": key, "x-sentry-auth": `Sentry sentry_key=${key}` };
      const event = JSON.stringify({ event_id: "f".repeat(32), message: "false alarm" });
      const posts = [
        world.post(oneError(), { "x-api-key": key }, name),
        world.app.request(`/v0/projects/${name}/errors?explain=1`, {
          method: "POST",
          headers,
          body: JSON.stringify(oneError()),
        }),
        world.app.request(`/api/${project.number}/store/`, { method: "POST", headers, body: event }),
      ];
      for (const answer of await Promise.all(posts)) expect(answer.status).toBe(403);
    }
    expect((await world.change(`/v1/projects/${name}/keys`, "POST", { label: "mine" })).status).toBe(409);
    expect(
      (await world.app.request(`/v1/projects/${name}/setup`, { headers: { "x-api-key": MASTER_KEY } }))
        .status,
    ).toBe(409);
    await world.region.settle();
    const ask = async (url: string, init: RequestInit) =>
      world.app.request(url.replace("http://faultline.test", ""), init);
    const report: Report = {
      level: "error",
      type: "T",
      message: "m",
      exceptions: [],
      eventId: "e".repeat(32),
    };
    await postReport(world.region.ports, "http://faultline.test", report, ask, name);
  },
);

test("a key that an earlier version made for a built-in project posts there no more", async () => {
  const { ports } = world.region;
  await ensureProject(ports, "shop");
  const { key } = await createKey(ports, "shop", "mine");
  const stored = await ports.log.scan();
  for (const item of stored.items.filter(({ pk }) => pk.startsWith("C#k#")))
    await ports.log.put({ ...item, project: OWN_PROJECT }, LAST_WRITE_WINS);
  expect((await world.post(oneError(), { "x-api-key": key }, OWN_PROJECT)).status).toBe(403);
});

test("only our own regions can say that a request's faults are not to be reported", async () => {
  const faults: string[] = [];
  const region = memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 });
  const ports = {
    ...region.ports,
    ownFault: () => {
      if (!isSelfReportingSuppressed()) faults.push("reported");
    },
  };
  const healthy = () => Promise.reject(new Error("a fault of ours"));
  const app = createApp(ports, { healthy, peerHealthy: async () => true, staleMilliseconds: 5000 });
  const ask = (headers: Record<string, string>) => app.request("/health/canary", { headers });
  for (const value of ["1", "true", MASTER_KEY, CLIENT_KEY]) await ask({ "x-faultline-quiet": value });
  expect(faults).toHaveLength(4);
  await ask(quietHeader(ports.settings));
  expect(faults).toHaveLength(4);
});

const MISLEADING = [
  "shop\u200b",
  "sh\u00adop",
  "\u202eshop",
  "a\u2066b",
  "shop\ufeff",
  "\u3164",
  "shop\u{e0041}",
  "\u2800",
  "Faultline",
  "FAULTLINE",
  "fault-line",
  "fau1tline",
  "fault\u0131ine",
  "f\u0430ultline",
  "\uff46aultline",
  "fa\u00fcltline",
  "faultIine",
  "faultline_canary",
  "faultline\u2010canary",
];

test.each(MISLEADING)("nobody creates a project that looks like another one: %j", async (name) => {
  const path = encodeURIComponent(name);
  expect((await world.post(oneError(), {}, path)).status).toBe(400);
  expect((await world.change(`/v1/projects/${path}`, "PUT", {})).status).toBe(400);
});

test.each(["faultline-shop", "shop", "店", "größe", "магазин", "متجر", "fault", "défaut-ligne"])(
  "a name that can be told apart is good: %s",
  async (name) => {
    expect((await world.post(oneError(), {}, encodeURIComponent(name))).status).toBe(201);
  },
);

test("a project that an earlier version created under such a name can still be used, changed and deleted", async () => {
  const { ports } = world.region;
  const shop = await ensureProject(ports, "shop");
  await ports.log.put({ ...shop, name: "Faultline", pk: "C#p", sk: "Faultline", ver: 1 }, LAST_WRITE_WINS);
  expect((await world.post(oneError(), {}, "Faultline")).status).toBe(201);
  expect((await world.change("/v1/projects/Faultline", "PATCH", { displayName: "ours" })).status).toBe(200);
  expect((await world.change("/v1/projects/Faultline", "DELETE")).status).toBe(204);
});
