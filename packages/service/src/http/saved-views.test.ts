import { type HttpWorld, httpWorld, JSON_TYPE, MASTER, oneError } from "@faultline/testing/http-world";
import { personIn } from "@faultline/testing/person-in";
import { expect, test } from "vitest";
import * as z from "zod";

const VIEWS = "/v1/saved-views";
const Views = z.object({ views: z.array(z.looseObject({ id: z.string(), name: z.string() })) });

type Headers = Record<string, string>;

/** What somebody does with their saved views, by their headers. */
function by({ app }: HttpWorld, headers: Headers) {
  const call = (path: string, method: string, body?: object) =>
    app.request(path, {
      method,
      headers: { ...JSON_TYPE, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const list = async () => Views.parse(await (await call(VIEWS, "GET")).json()).views;
  return { call, list };
}

async function problemOf(answer: Response): Promise<unknown> {
  return { status: answer.status, ...z.looseObject({ code: z.string() }).parse(await answer.json()) };
}

test("a list is saved by a name with its search, filters and order, renamed, changed and removed", async () => {
  const world = httpWorld();
  await world.post(oneError());
  const { call, list } = by(world, MASTER);
  const wanted = {
    name: "Fatal in production",
    project: "shop",
    status: "all",
    query: 'level:fatal -"time out"',
    environment: "production",
    sort: "count",
  };
  const added = await call(VIEWS, "POST", wanted);
  expect(added.status).toBe(201);
  const everywhere = await call(VIEWS, "POST", { name: "all of it" });
  expect(await everywhere.json()).toMatchObject({ status: "unresolved", query: "", sort: "lastSeen" });
  const [all, fatal] = await list();
  expect([all?.name, fatal]).toEqual(["all of it", { ...wanted, id: fatal?.id }]);

  const path = `${VIEWS}/${fatal?.id}`;
  const renamed = await call(path, "PATCH", { name: "Fatal" });
  expect(await renamed.json()).toEqual({ ...wanted, id: fatal?.id, name: "Fatal" });
  const widened = await call(path, "PATCH", { project: null, environment: null, query: "" });
  expect(await widened.json()).toEqual({
    id: fatal?.id,
    name: "Fatal",
    status: "all",
    query: "",
    sort: "count",
  });
  expect((await call(path, "DELETE")).status).toBe(204);
  expect((await list()).map(({ name }) => name)).toEqual(["all of it"]);
  for (const method of ["DELETE", "PATCH"])
    expect(await problemOf(await call(path, method, {}))).toMatchObject({
      status: 404,
      code: "saved_view_not_found",
    });
});

test("what no list could be shown of is refused, and says why", async () => {
  const world = httpWorld();
  await world.post(oneError());
  const { call, list } = by(world, MASTER);
  const refused = async (body: object) => problemOf(await call(VIEWS, "POST", body));
  expect(await refused({ name: "x", query: "firstSeen:nonsense" })).toMatchObject({
    status: 422,
    code: "bad_query",
    position: 10,
  });
  expect(await refused({ name: "x", project: "nowhere" })).toMatchObject({ code: "project_not_found" });
  expect(await refused({ name: "  " })).toMatchObject({ code: "bad_request" });
  expect(await refused({ name: "x", sort: "colour" })).toMatchObject({ code: "bad_request" });
  expect(await refused({ name: "x", filter: "level:error" })).toMatchObject({ code: "bad_request" });
  await call(VIEWS, "POST", { name: "mine" });
  expect(await refused({ name: "mine" })).toMatchObject({ status: 409, code: "saved_view_taken" });
  for (let number = 1; number < 100; number++) await call(VIEWS, "POST", { name: `view ${number}` });
  expect(await refused({ name: "one more" })).toMatchObject({ status: 409, code: "too_many_saved_views" });
  expect(await list()).toHaveLength(100);
});

test("everybody has their own, of projects they see, and a token none", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  const ada = await personIn(world, { role: "viewer", projects: ["shop", "other"] });
  const master = by(world, MASTER);
  const hers = by(world, { cookie: ada.cookie });
  for (const project of ["shop", "other"])
    expect((await hers.call(VIEWS, "POST", { name: project, project })).status).toBe(201);
  const [other] = await hers.list();
  expect(await master.list()).toEqual([]);
  expect((await master.call(`${VIEWS}/${other?.id}`, "DELETE")).status).toBe(404);

  expect((await master.call(`/v1/people/${ada.id}`, "PATCH", { projects: ["shop"] })).status).toBe(200);
  world.clock.set(world.clock.now() + 120_000);
  expect((await hers.list()).map(({ name }) => name)).toEqual(["shop"]);
  expect((await hers.call(VIEWS, "POST", { name: "again", project: "other" })).status).toBe(403);

  const token = await master.call("/v1/tokens", "POST", { scopes: ["read", "manage"] });
  const { token: key } = z.object({ token: z.string() }).parse(await token.json());
  expect((await by(world, { "x-api-key": key }).call(VIEWS, "GET")).status).toBe(403);
});

test("with somebody who is removed go the lists they saved", async () => {
  const world = httpWorld();
  const ada = await personIn(world, { role: "member" });
  await by(world, { cookie: ada.cookie }).call(VIEWS, "POST", { name: "hers" });
  const rows = async () => (await world.region.ports.log.query({ pk: `C#W#${ada.id}` })).items.length;
  expect(await rows()).toBe(1);
  expect((await by(world, MASTER).call(`/v1/people/${ada.id}`, "DELETE")).status).toBe(204);
  expect(await rows()).toBe(0);
});
