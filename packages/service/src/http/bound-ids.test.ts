import { keyHash, packName, senderOf } from "@faultline/core/id";
import { httpWorld, JSON_TYPE, NOW, oneError, projectKey } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import { ensureProject } from "../projects/projects.js";

let world: ReturnType<typeof httpWorld>;
beforeEach(() => {
  world = httpWorld();
});

const ID = "f".repeat(32);
const Occurrences = z.object({
  occurrences: z.array(z.looseObject({ id: z.string(), message: z.string() })),
});

const sentry = async (key: string, event: object) =>
  world.app.request("/api/1/store/", {
    method: "POST",
    headers: { ...JSON_TYPE, "x-sentry-auth": `Sentry sentry_key=${key}` },
    body: JSON.stringify({ event_id: ID, ...event }),
  });

const frames = [{ filename: "app/cart.js", function: "checkout", lineno: 12, in_app: true }];
const thrown = (value: string) => ({
  exception: { values: [{ type: "TypeError", value, stacktrace: { frames } }] },
});

async function messagesOfAll(): Promise<string[]> {
  const issues = await world.issuesOf();
  const pages = issues.map(({ id }) => world.get(`/v1/projects/shop/issues/${id}/occurrences`, Occurrences));
  return (await Promise.all(pages)).flatMap(({ occurrences }) => occurrences.map(({ message }) => message));
}

test("who guesses an event's id cannot take its place, not even with an error of the same kind", async () => {
  const [web, server] = [await projectKey(world), await projectKey(world)];
  for (const timestamp of [undefined, NOW / 1000]) {
    expect((await sentry(web, { ...thrown("taken"), timestamp })).status).toBe(200);
    for (const _ of [1, 2])
      expect((await sentry(server, { ...thrown("the real one"), timestamp })).status).toBe(200);
  }
  expect((await messagesOfAll()).toSorted()).toEqual(["taken", "taken", "the real one", "the real one"]);
  expect((await world.issuesOf()).map(({ count }) => count)).toEqual([4]);
});

test("nor with the key of a request", async () => {
  const own = await projectKey(world);
  const headers = { "idempotency-key": "order-1" };
  await world.post(oneError("taken"), headers);
  for (const _ of [1, 2])
    expect((await world.post(oneError("the real one"), { ...headers, "x-api-key": own })).status).toBe(201);
  expect((await messagesOfAll()).toSorted()).toEqual(["taken", "the real one"]);
});

test("a retry by the same key is counted once, beside others too", async () => {
  const own = await projectKey(world);
  for (const _ of [1, 2, 3]) await sentry(own, thrown("once"));
  expect((await world.issuesOf()).map(({ count }) => count)).toEqual([1]);
});

test("what an earlier version stored is counted once, when it is sent again after the upgrade", async () => {
  const { ports } = world.region;
  const project = await ensureProject(ports, "shop");
  const timestamp = NOW - 3_600_000;
  const report = {
    eventId: ID,
    timestamp,
    level: "error",
    type: "TypeError",
    message: "once",
    exceptions: [
      {
        type: "TypeError",
        message: "once",
        frames: [{ file: "app/cart.js", function: "checkout", line: 12, inApp: true }],
      },
    ],
  } as const;
  // As an earlier version did: without a sender.
  const frames = [...report.exceptions[0].frames];
  const exceptions = [{ ...report.exceptions[0], frames }];
  await ingest(forRequest(ports), {
    project,
    parsed: { reports: [{ ...report, exceptions }], rejected: [] },
  });
  const own = await projectKey(world);
  expect((await sentry(own, { ...thrown("once"), timestamp: timestamp / 1000 })).status).toBe(200);
  await world.post(oneError("keyed"), { "idempotency-key": "k" });
  expect((await world.issuesOf()).find(({ message }) => message === "once")?.count).toBe(1);
});

test("a sender's mark is not its key, and names of packs without one are what they were", () => {
  const sender = senderOf(keyHash(CLIENT_KEY));
  expect(sender).toMatch(/^[0-9a-z]{8}$/);
  expect(CLIENT_KEY).not.toContain(sender);
  expect(packName("shop", [{ id: "a" }, { id: "b" }])).not.toBe(
    packName("shop", [
      { id: "a", sender: "x" },
      { id: "b", sender: "x" },
    ]),
  );
});
