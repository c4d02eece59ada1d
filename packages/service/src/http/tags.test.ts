import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";

let world: HttpWorld;
let issue: string;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
  issue = (await world.issuesOf())[0]?.id ?? "";
});

const asked = async (path: string, headers: Record<string, string> = {}) => {
  await world.region.settle();
  return world.app.request(path.replace("{issue}", issue), { headers: { ...MASTER, ...headers } });
};

/** What an open page asks for again and again. */
const POLLED = [
  "/v1/issues?sparkline=24h",
  "/v1/projects",
  "/v1/projects/shop",
  "/v1/projects/shop/issues?status=unresolved&sparkline=24h",
  "/v1/projects/shop/issues/{issue}",
  "/v1/projects/shop/issues/{issue}/occurrences",
];

test.each(POLLED)("who has the answer is not sent it again, until it is another one: %s", async (path) => {
  const first = await asked(path);
  const tag = first.headers.get("etag") ?? "";
  expect([first.status, tag]).toEqual([200, expect.stringMatching(/^W\/"\w+"$/)]);
  const again = await asked(path, { "if-none-match": tag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect([again.headers.get("etag"), again.headers.get("cache-control")]).toEqual([tag, "no-store"]);
  world.clock.set(world.clock.now() + 1000);
  await world.post(oneError());
  const changed = await asked(path, { "if-none-match": tag });
  expect([changed.status, changed.headers.get("etag") === tag]).toEqual([200, false]);
  expect(await changed.json()).not.toEqual(await first.json());
});

test("a tag opens nothing: who may not read, and what is not there, is refused as ever", async () => {
  const path = "/v1/projects/shop/issues";
  const tag = (await asked(path)).headers.get("etag") ?? "";
  for (const known of [tag, "*"]) {
    const headers = { "x-api-key": CLIENT_KEY, "if-none-match": known };
    expect((await world.app.request(path, { headers })).status).toBe(403);
    expect((await world.app.request(path, { headers: { "if-none-match": known } })).status).toBe(401);
    expect((await asked("/v1/projects/none", { "if-none-match": known })).status).toBe(404);
  }
});

test("a change is made, whatever tag it carries", async () => {
  const path = `/v1/projects/shop/issues/${issue}`;
  const headers = { ...MASTER, "if-none-match": "*" };
  const changed = await world.change(path, "PATCH", { status: "resolved" }, headers);
  expect([changed.status, changed.headers.get("etag")]).toEqual([200, null]);
  expect((await world.issuesOf())[0]?.status).toBe("resolved");
});
