import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { noteDeploy } from "../projects/deploys.js";

const Issue = z.looseObject({ id: z.string(), shortId: z.string() });
const Issues = z.array(Issue);
const Releases = z.object({ releases: z.array(z.looseObject({ release: z.string() })) });
const One = z.looseObject({ newIssues: Issues, regressedIssues: Issues, resolvedIssues: Issues });
const MINUTE = 60_000;

let world: HttpWorld;
let issue: z.infer<typeof Issue>;
beforeEach(async () => {
  world = httpWorld();
  await happens("it broke", "1.0.0");
  issue = Issue.parse((await world.issuesOf())[0]);
});

async function happens(message: string, version: string, user = "anna") {
  world.clock.set(world.clock.now() + MINUTE);
  await world.post(oneError(message, { context: { version, userId: user } }));
  await world.region.settle();
}

async function announced(body: object): Promise<Response> {
  world.clock.set(world.clock.now() + MINUTE);
  return world.change("/v1/projects/shop/releases", "POST", body);
}

const one = async (release: string) => world.get(`/v1/projects/shop/releases/${release}`, One);
const now = async () =>
  world.get(`/v1/projects/shop/issues/${issue.id}`, z.looseObject({ status: z.string() }));

describe("a release that is announced", () => {
  test("is listed with its commits and deploys, among those that events told of, the latest first", async () => {
    const deploy = { environment: "production", at: "2026-11-24T12:05:00Z" };
    const commits = [{ id: "9fceb02", message: "cart: total is empty", author: "Anna" }];
    for (let time = 0; time < 2; time++)
      expect((await announced({ version: "1.1.0", commits, deploy })).status).toBe(201);
    const { releases } = await world.get("/v1/projects/shop/releases", Releases);
    expect(releases).toMatchObject([
      {
        release: "1.1.0",
        firstSeen: "2026-11-24T12:05:00.000Z",
        announcedBy: "master key",
        deploys: [{ environment: "production", at: "2026-11-24T12:05:00.000Z" }],
        commits: 1,
      },
      { release: "1.0.0", commits: 0, deploys: [], events: 1 },
    ]);
    expect(await one("1.1.0")).toMatchObject({ commits });
  });

  test("is found however many there are, and the latest thousand are listed", async () => {
    const { ports } = world.region;
    const at = (number: number) => world.clock.now() + number * MINUTE;
    for (let number = 0; number < 1002; number++)
      await noteDeploy(ports, "shop", `r${String(number).padStart(4, "0")}`, at(number));
    const { releases } = await world.get("/v1/projects/shop/releases", Releases);
    expect(releases).toHaveLength(1000);
    expect(releases[0]).toMatchObject({ release: "r1001" });
    expect(await one("r1001")).toMatchObject({ release: "r1001" });
    expect(await one("r0000")).toMatchObject({ release: "r0000" });
  });

  test("says when it was made, where that is told only later, as when sentry-cli finalizes it", async () => {
    const dateReleased = "2026-11-24T12:30:00.000Z";
    await announced({ version: "1.1.0" });
    expect(await one("1.1.0")).not.toHaveProperty("dateReleased");
    for (let time = 0; time < 2; time++) await announced({ version: "1.1.0", dateReleased });
    await announced({ version: "1.1.0" });
    expect(await one("1.1.0")).toMatchObject({ dateReleased, announcedBy: "master key" });
    const { releases } = await world.get("/v1/projects/shop/releases", Releases);
    expect(releases.find(({ release }) => release === "1.1.0")).toMatchObject({ dateReleased });
  });

  test("resolves in it what its commits fix, once: what is decided afterwards stays", async () => {
    const commits = [{ id: "9fceb02ab3", message: `Fixes ${issue.shortId} and SHOP-0000`, author: "Anna" }];
    const answer = await announced({ version: "1.1.0", commits });
    expect(await answer.json()).toMatchObject({
      fixed: [
        { shortId: issue.shortId, commit: "9fceb02ab3", issue: issue.id },
        { shortId: "SHOP-0000", issue: null },
      ],
    });
    expect(await now()).toMatchObject({
      status: "resolved",
      statusIn: { release: "1.1.0", after: false },
      statusBy: "Anna",
    });
    const { activity } = await world.get(
      `/v1/projects/shop/issues/${issue.id}/activity`,
      z.object({ activity: z.array(z.looseObject({})) }),
    );
    expect(activity[0]).toMatchObject({
      did: "resolved",
      by: "Anna",
      why: "commit 9fceb02ab3",
      release: "1.1.0",
    });
    await happens("it broke", "1.0.0");
    expect(await now()).toMatchObject({ status: "resolved" });
    await world.change(`/v1/projects/shop/issues/${issue.id}`, "PATCH", { status: "unresolved" });
    expect(await (await announced({ version: "1.1.0", commits })).json()).toMatchObject({ fixed: [] });
    expect(await now()).toMatchObject({ status: "unresolved" });
  });

  test("by sentry-cli's set-commits does the same", async () => {
    const path = "/api/0/organizations/any/releases/1.1.0/";
    const commits = [
      { id: "9fceb02", message: `cart: total\n\nfixes ${issue.shortId}`, author_name: "Anna", patch_set: [] },
    ];
    const body = JSON.stringify({ projects: ["shop"], commits, refs: null });
    expect((await world.app.request(path, { method: "PUT", headers: MASTER, body })).status).toBe(200);
    expect(await now()).toMatchObject({ status: "resolved", statusIn: { release: "1.1.0" } });
    const deploy = JSON.stringify({ projects: ["shop"], environment: "staging" });
    await world.app.request(`${path}deploys/`, { method: "POST", headers: MASTER, body: deploy });
    expect(await one("1.1.0")).toMatchObject({
      deploys: [{ environment: "staging" }],
      commits: [{ id: "9fceb02" }],
    });
  });

  // What sentry-cli 3 sends: `releases new` alone names the project.
  test("by sentry-cli belongs to the project that `releases new` named, and is listed as it was told", async () => {
    const base = "/api/0/organizations/any/releases/";
    const told = async (method: string, path: string, body?: object) => {
      const answer = await world.change(`${base}${path}`, method, body);
      return { status: answer.status, body: z.unknown().parse(await answer.json()) };
    };
    expect(await told("GET", "1.1.0/")).toMatchObject({ status: 404, body: { code: "release_not_found" } });
    world.clock.set(world.clock.now() + MINUTE);
    await told("POST", "", { version: "1.1.0", projects: ["shop"], dateStarted: "2026-11-24T12:00:00Z" });
    const commit = { id: "9fceb02", message: `fixes ${issue.shortId}`, author_name: "Anna", patch_set: [] };
    await told("PUT", "1.1.0/", {
      commits: [{ ...commit, repository: "origin", author_email: "a@b.example" }],
    });
    const finished = { url: null, dateStarted: null, dateFinished: "2026-11-24T12:04:00.939210823Z" };
    expect(
      await told("POST", "1.1.0/deploys/", { environment: "staging", name: "blue", ...finished }),
    ).toMatchObject({ status: 201, body: { environment: "staging", name: "blue" } });
    const deploys = [{ environment: "staging", at: "2026-11-24T12:04:00.939Z" }];
    expect(await one("1.1.0")).toMatchObject({ deploys, commits: [{ id: "9fceb02" }] });
    expect(await now()).toMatchObject({ status: "resolved", statusIn: { release: "1.1.0" } });
    expect(await told("GET", "1.1.0/")).toMatchObject({
      body: { version: "1.1.0", commitCount: 1, projects: [{ slug: "shop" }] },
    });
    expect(await told("GET", "1.1.0/deploys/")).toMatchObject({ body: [{ environment: "staging" }] });
    const list = await world.app.request("/api/0/projects/any/shop/releases/", { headers: MASTER });
    expect(await list.json()).toMatchObject([{ version: "1.1.0" }, { version: "1.0.0" }]);
  });

  test("keeps no secret of its commits, and no more of them than fit", async () => {
    const commits = Array.from({ length: 150 }, (_, place) => ({
      id: `c${place}`,
      message: `AKIAIOSFODNN7EXAMPLE ${"店".repeat(5000)}`,
      author: "店".repeat(100),
    }));
    expect((await announced({ version: "1.1.0", commits })).status).toBe(201);
    const more = commits.map((commit) => ({ ...commit, id: `${commit.id}b` }));
    expect((await announced({ version: "1.1.0", commits: more })).status).toBe(201);
    const release = await one("1.1.0");
    expect(release.commits).toHaveLength(200);
    expect(JSON.stringify(release)).not.toContain("AKIAIOSFODNN7EXAMPLE");
  });

  test("without a version, or with something that is none, is refused", async () => {
    for (const body of [{}, { version: "" }, { version: "x".repeat(201) }, { version: "1", other: 1 }])
      expect((await announced(body)).status).toBe(422);
    expect((await world.change("/v1/projects/shop/releases/9.9.9", "GET")).status).toBe(404);
  });
});

test("a release tells which issues began, came back and are resolved in it, and how much of what comes is its", async () => {
  await happens("another", "1.1.0");
  const path = `/v1/projects/shop/issues/${issue.id}`;
  await world.change(path, "PATCH", { status: "resolved", in: "1.1.0" });
  await happens("it broke", "1.1.0", "ben");
  expect(await one("1.1.0")).toMatchObject({
    newIssues: [{ message: "another" }],
    regressedIssues: [{ id: issue.id }],
    resolvedIssues: [{ id: issue.id }],
    events: 2,
    users: 2,
  });
  await world.change(path, "PATCH", { status: "resolved", in: "next" });
  await happens("a third", "1.2.0");
  expect(await one("1.2.0")).toMatchObject({
    newIssues: [{ message: "a third" }],
    regressedIssues: [],
    resolvedIssues: [{ id: issue.id }],
  });
  expect(await one("1.0.0")).toMatchObject({ newIssues: [{ id: issue.id }], regressedIssues: [] });
});

test("the list counts a release's issues where it is asked to, as the release itself shows them", async () => {
  await happens("another", "1.1.0");
  await happens("a third", "1.1.0");
  const path = `/v1/projects/shop/issues/${issue.id}`;
  await world.change(path, "PATCH", { status: "resolved", in: "1.1.0" });
  await happens("it broke", "1.1.0");
  await world.change(path, "PATCH", { status: "resolved", in: "next" });
  await happens("a fourth", "1.2.0");
  const counted = await world.get("/v1/projects/shop/releases?counts=issues", Releases);
  expect(counted.releases).toMatchObject([
    { release: "1.2.0", issues: { new: 1, regressed: 0, resolved: 1, capped: false } },
    { release: "1.1.0", issues: { new: 2, regressed: 1, resolved: 1, capped: false } },
    { release: "1.0.0", issues: { new: 1, regressed: 0, resolved: 0, capped: false } },
  ]);
  const third = z.array(Issue.extend({ message: z.string() })).parse(await world.issuesOf());
  const gone = third.find(({ message }) => message === "a third");
  await world.change(`/v1/projects/shop/issues/${gone?.id}`, "DELETE");
  await world.region.settle();
  const { releases } = await world.get("/v1/projects/shop/releases?counts=issues", Releases);
  expect(releases[1]).toMatchObject({ issues: { new: 1 } });
  const plain = await world.get("/v1/projects/shop/releases", Releases);
  expect(plain.releases[0]).not.toHaveProperty("issues");
});

test("after a deletion of its project nothing is left of a release", async () => {
  await announced({ version: "1.1.0", commits: [{ id: "a", message: "b" }] });
  await world.change("/v1/projects/shop", "DELETE");
  await happens("it broke", "1.1.0");
  const left = await one("1.1.0");
  expect(left).toMatchObject({ commits: [], newIssues: [{}] });
  expect(left).not.toHaveProperty("announcedBy");
  await announced({ version: "1.1.0" });
  expect(await one("1.1.0")).toMatchObject({ announcedBy: "master key" });
});
