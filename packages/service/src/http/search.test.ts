import { httpWorld, MASTER } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { markAsRenewed } from "../projection/view-mark.js";

const Issues = z.object({
  issues: z.array(
    z.looseObject({
      id: z.string(),
      project: z.string(),
      message: z.string(),
      count: z.number(),
      environments: z.array(z.string()),
      lastRelease: z.string().optional(),
    }),
  ),
  cursor: z.string().nullable(),
});
const Occurrences = z.object({
  occurrences: z.array(z.looseObject({ id: z.string(), environment: z.string().optional() })),
  cursor: z.string().nullable(),
  found: z.object({ count: z.number(), among: z.number(), total: z.number() }).optional(),
});

let world = httpWorld();
beforeEach(() => {
  world = httpWorld();
});

const error = (message: string) => ({ errors: [{ type: "TypeError", message }] });
const within = (environment: string, version: string) => ({ context: { environment, version } });

async function everyPage(path: string) {
  const issues = [];
  let cursor: string | null = null;
  do {
    const page: z.infer<typeof Issues> = await world.get(
      `${path}${cursor ? `&cursor=${cursor}` : ""}`,
      Issues,
    );
    issues.push(...page.issues);
    cursor = page.cursor;
  } while (cursor);
  return issues;
}

test("one list has the issues of all projects, each once, newest or worst first", async () => {
  for (let turn = 0; turn < 24; turn++) {
    world.clock.set(world.clock.now() + 61_000);
    for (let count = 0; count <= turn % 5; count++)
      await world.post(error(`broken in way ${"abcdefghijklmnopqrstuvwxyz"[turn]}`), {}, `p${turn % 3}`);
    await world.region.settle();
  }
  world.clock.set(world.clock.now() + 5_000);
  for (const sort of ["lastSeen", "count"] as const) {
    const issues = await everyPage(`/v1/issues?limit=5&sort=${sort}`);
    expect(issues).toHaveLength(24);
    expect(new Set(issues.map(({ id }) => id)).size).toBe(24);
  }
  const counts = (await everyPage("/v1/issues?limit=5&sort=count")).map(({ count }) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  const projects = (await everyPage("/v1/issues?limit=5")).map(({ project }) => project);
  expect(projects.slice(0, 3)).toEqual(["p2", "p1", "p0"]);
});

test("a key of one project sees that one's issues alone", async () => {
  await world.post(error("mine"), {}, "mine");
  await world.post(error("theirs"), {}, "theirs");
  await world.region.settle();
  const body = { name: "reader", scopes: ["read"], project: "mine" };
  const made = await world.change("/v1/tokens", "POST", body);
  const { token } = z.object({ token: z.string() }).parse(await made.json());
  const answer = await world.app.request("/v1/issues", { headers: { "x-api-key": token } });
  const { issues } = Issues.parse(await answer.json());
  expect(issues.map(({ message }) => message)).toEqual(["mine"]);
});

test("an issue says all its environments and its newest release, and its events are searched alike", async () => {
  await world.post({ ...error("it broke"), ...within("production", "1.10.0") });
  for (let turn = 0; turn < 3; turn++) {
    world.clock.set(world.clock.now() + 1000);
    await world.post({ ...error("it broke"), ...within("staging", "1.9.0") });
  }
  const [issue] = (await world.get("/v1/projects/shop/issues?query=env:production", Issues)).issues;
  expect(issue).toMatchObject({ environments: ["staging", "production"], lastRelease: "1.10.0" });
  const path = `/v1/projects/shop/issues/${issue?.id}/occurrences`;
  const staging = await world.get(`${path}?query=env:staging`, Occurrences);
  expect(staging.occurrences.map(({ environment }) => environment)).toEqual([
    "staging",
    "staging",
    "staging",
  ]);
  expect(staging.found).toEqual({ count: 3, among: 4, total: 4 });
  const first = await world.get(`${path}?query=env:staging&limit=2`, Occurrences);
  const rest = await world.get(`${path}?query=env:staging&limit=2&cursor=${first.cursor}`, Occurrences);
  expect([...first.occurrences, ...rest.occurrences].map(({ id }) => id)).toEqual(
    staging.occurrences.map(({ id }) => id),
  );
  const refused = await world.app.request(`${path}?query=is:resolved`, { headers: MASTER });
  expect(refused.status).toBe(422);
});

test("what is no search is refused with its place, and values are completed", async () => {
  await world.post({ ...error("it broke"), ...within("production", "1.10.0") });
  await world.post({ ...error("it broke"), ...within("preview", "1.9.0") });
  await world.region.settle();
  const refused = await world.app.request("/v1/issues?query=env:a%20OR%20b", { headers: MASTER });
  expect(refused.status).toBe(422);
  const alone = await world.app.request("/v1/projects/shop/issues?query=env:a%20OR%20b", { headers: MASTER });
  expect(await alone.json()).toMatchObject({ code: "bad_query", position: 6, length: 2 });
  const values = async (key: string, prefix: string) =>
    (
      await world.get(
        `/v1/projects/shop/search/values?key=${key}&prefix=${prefix}`,
        z.object({ values: z.array(z.string()) }),
      )
    ).values;
  expect(await values("env", "pr")).toEqual(["preview", "production"]);
  expect(await values("release", "1.1")).toEqual(["1.10.0"]);
  expect(await values("is", "re")).toEqual(["regressed", "resolved"]);
  expect(await values("level", "")).toEqual(["fatal", "error", "warning", "info", "debug"]);
});

test("tags that events have are completed, as has: asks for them and as a search names them", async () => {
  const tagged = (message: string, tags: Readonly<Record<string, string>>) => ({
    ...error(message),
    context: { tags },
  });
  await world.post(tagged("one broke", { customer: "acme", Currency: "eur", level: "gold" }));
  await world.post(tagged("other broke", { customer: "initech", "two words": "x" }), {}, "desk");
  await world.region.settle();
  const Values = z.object({ values: z.array(z.string()) });
  const values = async (prefix: string, path = "projects/shop/search/values") =>
    (await world.get(`/v1/${path}?key=has&prefix=${prefix}`, Values)).values;
  expect(await values("cu")).toEqual(["currency", "customer"]);
  expect(await values("tag.")).toEqual(["tag.currency", "tag.customer", "tag.level"]);
  expect(await values("tag.l")).toEqual(["tag.level"]);
  expect(await values("")).toEqual(expect.arrayContaining(["env", "currency", "customer", "tag.level"]));
  expect(await values("two", "search/values")).toEqual(["two words"]);
  expect(await values("cus", "search/values")).toEqual(["customer"]);
  const query = encodeURIComponent('has:"two words"');
  expect((await world.get(`/v1/issues?query=${query}`, Issues)).issues).toHaveLength(1);
});

test("tags of an issue that was merged into another are completed, too", async () => {
  for (const [message, tags] of [
    ["one broke", {}],
    ["other broke", { tenant: "acme" }],
  ] as const)
    await world.post({ ...error(message), context: { tags } });
  await world.region.settle();
  const { issues } = await world.get("/v1/projects/shop/issues", Issues);
  const idOf = (wanted: string) => issues.find(({ message }) => message === wanted)?.id;
  const into = `/v1/projects/shop/issues/${idOf("one broke")}`;
  const merged = await world.change(`${into}/merge`, "POST", { issues: [idOf("other broke")] });
  expect(merged.status).toBeLessThan(300);
  await world.region.settle();
  const Values = z.object({ values: z.array(z.string()) });
  const found = await world.get("/v1/projects/shop/search/values?key=has&prefix=te", Values);
  expect(found.values).toEqual(["tenant"]);
});

test("a short id leads to its issue from the list of all projects, whatever its text says", async () => {
  await world.post(error("mine"), {}, "shop");
  await world.post(error("theirs"), {}, "desk");
  await world.region.settle();
  const Short = z.object({ issues: z.array(z.object({ shortId: z.string(), message: z.string() })) });
  const { issues } = await world.get("/v1/issues", Short);
  const { shortId = "" } = issues.find(({ message }) => message === "mine") ?? {};
  expect(shortId).toMatch(/^SHOP-/);
  for (const typed of [shortId, ` ${shortId.toLowerCase()} `]) {
    const found = await world.get(`/v1/issues?query=${encodeURIComponent(typed)}`, Short);
    expect(found.issues.map(({ message }) => message)).toEqual(["mine"]);
  }
  const others = await world.get(`/v1/issues?query=DESK-${shortId.slice(5)}`, Short);
  expect(others.issues).toEqual([]);
});

const UNKNOWN = [
  ["customer:acme", undefined],
  ["plan:pro", { position: 0, length: 4 }],
  ["it -enviroment:production", { position: 4, length: 10 }],
  ["has:enviroment", { position: 4, length: 10 }],
  ['plan:"pro or team"', { position: 0, length: 4 }],
  ["tag.plan:pro", undefined],
  ['"plan:pro"', undefined],
  ["TypeError: it", undefined],
  ["http://shop.example", undefined],
] as const;

test.each(UNKNOWN)("%s is refused where it stands if no event has such a tag", async (query, place) => {
  const tagged = {
    errors: [{ type: "TypeError", message: "it broke" }],
    context: { tags: { customer: "acme" } },
  };
  await world.post(tagged);
  await world.region.settle();
  await markAsRenewed(world.region.ports);
  const [issue] = await world.issuesOf();
  const lists = [
    "/v1/projects/shop/issues",
    "/v1/issues",
    `/v1/projects/shop/issues/${issue?.id}/occurrences`,
  ];
  for (const list of lists) {
    const answer = await world.app.request(`${list}?query=${encodeURIComponent(query)}`, { headers: MASTER });
    expect(answer.status, list).toBe(place ? 422 : 200);
    if (place) expect(await answer.json()).toMatchObject({ code: "bad_query", ...place });
  }
});

test("a tag of one project is no slip in a search of all", async () => {
  await world.post({ ...error("it broke"), context: { tags: { customer: "acme" } } });
  await world.post(error("theirs"), {}, "other");
  await world.region.settle();
  await markAsRenewed(world.region.ports);
  const asked = (path: string) => world.app.request(`${path}?query=customer:acme`, { headers: MASTER });
  expect((await asked("/v1/issues")).status).toBe(200);
  expect((await asked("/v1/projects/other/issues")).status).toBe(422);
});
