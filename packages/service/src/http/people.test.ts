import { type HttpWorld, httpWorld, JSON_TYPE, NOW, oneError } from "@faultline/testing/http-world";
import { MASTER_KEY, memoryRegion, replicate } from "@faultline/testing/memory-world";
import { inviteTo, personIn } from "@faultline/testing/person-in";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "./app.js";

const People = z.object({
  people: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  invites: z.array(z.looseObject({ id: z.string() })),
});
const Code = z.looseObject({ code: z.string() });
const PASSWORD = "correct horse battery";

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  await world.region.settle();
});

type App = Pick<HttpWorld["app"], "request">;
const ask = (app: App, path: string, cookie: string, method = "GET", body?: unknown) =>
  app.request(path, {
    method,
    headers: { ...JSON_TYPE, cookie },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
const peopleSeen = async (app: App, cookie: string, query = "") =>
  People.parse(await (await ask(app, `/v1/people${query}`, cookie)).json());
const refusal = async (answer: Response) => [answer.status, Code.parse(await answer.json()).code];
const signIn = (app: App, email: string, password: string, from = "192.0.2.1") =>
  app.request("/v1/session/password", {
    method: "POST",
    headers: { ...JSON_TYPE, "x-forwarded-for": from },
    body: JSON.stringify({ email, password }),
  });

test("an invite is a link shown once; it makes one person, who is signed in, and opens nothing after that", async () => {
  const { token, id, url } = await inviteTo(world, { role: "member", projects: ["shop"], name: "Ada" });
  expect(url).toBe(`http://faultline.test/invite#${token}`);
  const { items } = await world.region.ports.log.scan();
  expect(JSON.stringify(items)).not.toContain(token);
  const shown = await world.change("/v1/invite", "POST", { token }, JSON_TYPE);
  expect(await shown.json()).toMatchObject({ role: "member", projects: ["shop"], invitedBy: "master key" });
  const given = { token, name: "Ada", email: "Ada@Example.com", password: PASSWORD };
  const accepted = await world.change("/v1/invite/password", "POST", given, JSON_TYPE);
  const cookie = accepted.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(accepted.status).toBe(201);
  expect(await (await ask(world.app, "/v1/session", cookie)).json()).toMatchObject({
    signedIn: true,
    who: { name: "Ada", role: "member", projects: ["shop"], isPerson: true },
  });
  expect(await refusal(await world.change("/v1/invite/password", "POST", given, JSON_TYPE))).toEqual([
    404,
    "invite_not_found",
  ]);
  expect(await refusal(await world.change(`/v1/invites/${id}`, "DELETE"))).toEqual([404, "invite_not_found"]);
  const stored = JSON.stringify((await world.region.ports.log.scan()).items);
  expect(stored).not.toContain(PASSWORD);
  expect((await signIn(world.app, "ada@example.com ", PASSWORD)).status).toBe(201);
});

test("an invite that was withdrawn or is a week old opens nothing, and is not listed", async () => {
  const withdrawn = await inviteTo(world, { role: "viewer" });
  const old = await inviteTo(world, { role: "viewer" });
  expect((await world.get("/v1/people", People)).invites).toHaveLength(2);
  expect((await world.change(`/v1/invites/${withdrawn.id}`, "DELETE")).status).toBe(204);
  const look = async (token: string) =>
    (await world.change("/v1/invite", "POST", { token }, JSON_TYPE)).status;
  expect([await look(withdrawn.token), await look(old.token)]).toEqual([404, 200]);
  world.clock.set(NOW + 7 * 86_400_000);
  expect(await look(old.token)).toBe(404);
  expect((await world.get("/v1/people", People)).invites).toEqual([]);
});

test("who sees chosen projects sees nothing of others: no project, no status, no person, no invite", async () => {
  await personIn(world, { role: "owner", name: "Owner" });
  await personIn(world, { role: "member", projects: ["other"], name: "Stranger" });
  await inviteTo(world, { role: "viewer", projects: ["shop"] });
  const { cookie } = await personIn(world, { role: "viewer", projects: ["shop"], name: "Customer" });
  const projects = await (await ask(world.app, "/v1/projects", cookie)).text();
  expect([projects.includes("shop"), projects.includes("other"), projects.includes("faultline")]).toEqual([
    true,
    false,
    false,
  ]);
  for (const path of ["/v1/status", "/v1/outages", "/v1/projects/other", "/v1/projects/other/issues"])
    expect((await ask(world.app, path, cookie)).status, path).toBe(403);
  const seen = await peopleSeen(world.app, cookie);
  expect(seen.invites).toEqual([]);
  expect(seen.people).toEqual([
    expect.objectContaining({ name: "Customer", role: "viewer", projects: ["shop"] }),
    { id: expect.any(String), name: "Owner" },
  ]);
  const ofShop = await peopleSeen(
    world.app,
    (await personIn(world, { role: "owner" })).cookie,
    "?project=shop",
  );
  expect(ofShop.people.map(({ name }) => name)).not.toContain("Stranger");
});

test("a removed person is signed out in both regions within a minute, and comes back by no write of the other one", async () => {
  const other = memoryRegion({ region: "us-west-2", clock: world.clock, seed: 2 });
  const settings = { ...other.ports.settings, cacheSeconds: 60 };
  const statuses = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 };
  const apps = [
    createApp({ ...world.region.ports, settings }, statuses),
    createApp({ ...other.ports, settings }, statuses),
  ];
  const { cookie, id } = await personIn(world, { role: "viewer", name: "Leaving" });
  await replicate(world.region, other);
  for (const app of apps) expect((await ask(app, "/v1/projects", cookie)).status).toBe(200);
  // While the regions do not hear each other, one of them changes whom the other removes.
  await world.change(`/v1/people/${id}`, "PATCH", { role: "member" });
  const removed = await apps[1]?.request(`/v1/people/${id}`, {
    method: "DELETE",
    headers: { "x-api-key": MASTER_KEY },
  });
  expect(removed?.status).toBe(204);
  await replicate(other, world.region);
  await replicate(world.region, other);
  world.clock.set(NOW + 59_000);
  for (const app of apps) {
    expect((await ask(app, "/v1/projects", cookie)).status).toBe(401);
    const listed = await app.request("/v1/people", { headers: { "x-api-key": MASTER_KEY } });
    expect(People.parse(await listed.json()).people).toEqual([]);
  }
});

test("the last owner of everything is neither removed nor demoted, also when two go at once", async () => {
  const first = await personIn(world, { role: "owner", name: "First" });
  await personIn(world, { role: "owner", projects: ["shop"], name: "Of the shop" });
  const refused = [
    await world.change(`/v1/people/${first.id}`, "DELETE"),
    await world.change(`/v1/people/${first.id}`, "PATCH", { role: "member" }),
    await world.change(`/v1/people/${first.id}`, "PATCH", { projects: ["shop"] }),
  ];
  for (const answer of refused) expect(await refusal(answer)).toEqual([409, "last_owner"]);
  expect((await world.change(`/v1/people/${first.id}`, "PATCH", { name: "The first" })).status).toBe(200);
  const second = await personIn(world, { role: "owner", name: "Second" });
  const both = await Promise.all([
    world.change(`/v1/people/${first.id}`, "DELETE"),
    world.change(`/v1/people/${second.id}`, "PATCH", { role: "viewer" }),
  ]);
  expect(both.filter(({ status }) => status === 409)).toHaveLength(1);
});

test("nobody invites, promotes or changes beyond what they may themselves", async () => {
  const owner = await personIn(world, { role: "owner", name: "Owner" });
  const { cookie, id } = await personIn(world, { role: "owner", projects: ["shop"], name: "Of the shop" });
  const member = await personIn(world, { role: "member", projects: ["shop"], name: "Member" });
  const tried = async (path: string, method: string, body?: unknown) =>
    (await ask(world.app, path, cookie, method, body)).status;
  expect(await tried("/v1/invites", "POST", { role: "viewer", projects: ["shop"] })).toBe(201);
  expect(await tried("/v1/invites", "POST", { role: "viewer" })).toBe(403);
  expect(await tried("/v1/invites", "POST", { role: "viewer", projects: ["shop", "other"] })).toBe(403);
  expect(await tried(`/v1/people/${id}`, "PATCH", { projects: null })).toBe(403);
  expect(await tried(`/v1/people/${owner.id}`, "DELETE")).toBe(403);
  expect(await tried(`/v1/people/${member.id}`, "PATCH", { role: "owner" })).toBe(200);
  expect(await tried(`/v1/people/${member.id}`, "DELETE")).toBe(204);
  const made = await world.change("/v1/tokens", "POST", { scopes: ["manage"] });
  const { token } = z.object({ token: z.string() }).parse(await made.json());
  const byToken = await world.change(
    "/v1/invites",
    "POST",
    { role: "owner" },
    { ...JSON_TYPE, "x-api-key": token },
  );
  expect(byToken.status).toBe(403);
});

test("a member sets a project up and triages; what discloses or deletes is the owner's", async () => {
  const { cookie } = await personIn(world, { role: "member", projects: ["shop"], name: "Member" });
  const [issue] = await world.issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  const decided = await ask(world.app, path, cookie, "PATCH", { status: "resolved" });
  expect(await decided.json()).toMatchObject({ status: "resolved", statusBy: "Member" });
  expect((await ask(world.app, "/v1/projects/shop/setup", cookie)).status).toBe(200);
  expect(
    (await ask(world.app, "/v1/projects/shop/notifications", cookie, "PUT", { notifications: [] })).status,
  ).toBe(200);
  for (const [method, address] of [
    ["DELETE", "/v1/projects/shop"],
    ["DELETE", path],
    ["GET", "/v1/projects/shop/keys"],
    ["GET", "/v1/projects/other/setup"],
    ["GET", "/v1/audit"],
  ] as const)
    expect((await ask(world.app, address, cookie, method)).status, address).toBe(403);
});

test("the audit says the person's name and id; what is done by the master key says so", async () => {
  const { cookie, id } = await personIn(world, { role: "owner", name: "Grace" });
  await ask(world.app, "/v1/projects/shop", cookie, "PATCH", { displayName: "Shop" });
  await world.change("/v1/projects/shop", "PATCH", { displayName: "The shop" });
  const { lines } = await world.get(
    "/v1/audit",
    z.object({ lines: z.array(z.looseObject({ by: z.string() })) }),
  );
  const patches = lines.filter(({ did }) => did === "PATCH /v1/projects/{project}");
  expect(patches.map(({ by, byId }) => [by, byId])).toEqual([
    ["master key", "master"],
    ["Grace", id],
  ]);
  const invite = await inviteTo(world, { role: "viewer" });
  const asKey = { token: invite.token, name: "Master key", email: "a@example.com", password: PASSWORD };
  expect((await world.change("/v1/invite/password", "POST", asKey, JSON_TYPE)).status).toBe(422);
});

test("people see and end their own sessions alone, and who manages everything all of them", async () => {
  const ada = await personIn(world, { role: "viewer", name: "Ada" });
  const owner = await personIn(world, { role: "owner", name: "Owner" });
  const Sessions = z.object({
    sessions: z.array(z.looseObject({ id: z.string(), person: z.string().optional() })),
  });
  const seen = async (cookie: string) =>
    Sessions.parse(await (await ask(world.app, "/v1/sessions", cookie)).json()).sessions;
  expect((await seen(ada.cookie)).map(({ person }) => person)).toEqual([ada.id]);
  const all = await seen(owner.cookie);
  expect(all.map(({ person }) => person).sort()).toEqual([ada.id, owner.id].sort());
  const ofOwner = all.find(({ person }) => person === owner.id)?.id;
  expect((await ask(world.app, `/v1/sessions/${ofOwner}`, ada.cookie, "DELETE")).status).toBe(404);
  expect((await ask(world.app, "/v1/sessions", ada.cookie, "DELETE")).status).toBe(204);
  expect((await ask(world.app, "/v1/projects", ada.cookie)).status).toBe(401);
  expect((await ask(world.app, "/v1/projects", owner.cookie)).status).toBe(200);
});

test("a wrong password is told as an unknown address is, and both are slowed down: by address, and by person", async () => {
  await personIn(world, { role: "viewer", name: "Ada", email: "ada@example.com", password: PASSWORD });
  const told = async (answer: Response) => [answer.status, await answer.text()];
  const wrong = await told(await signIn(world.app, "ada@example.com", "not this password"));
  const unknown = await told(await signIn(world.app, "nobody@example.com", "not this password"));
  expect(wrong[0]).toBe(403);
  expect(unknown).toEqual(wrong);
  // From as many places as there are tries.
  const statuses = [];
  for (let place = 0; place < 12; place++)
    statuses.push((await signIn(world.app, "ada@example.com", "not this one", `198.51.100.${place}`)).status);
  expect(statuses.slice(-2)).toEqual([429, 429]);
  expect((await signIn(world.app, "ada@example.com", PASSWORD, "192.0.2.200")).status).toBe(429);
  // Where she was before she is not locked out by others.
  const before = { email: "ada@example.com", password: PASSWORD };
  expect((await world.change("/v1/session/password", "POST", before, JSON_TYPE)).status).toBe(201);
  world.clock.set(NOW + 60_000);
  expect((await signIn(world.app, "ada@example.com", PASSWORD, "192.0.2.200")).status).toBe(201);
});

test("many tries at once hash no more often than the throttle lets through", async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => signIn(world.app, "ada@example.com", "not this password")),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 403)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(90);
});
