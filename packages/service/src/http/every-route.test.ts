import { readFileSync } from "node:fs";
import {
  type HttpWorld,
  httpWorld,
  JSON_TYPE,
  MASTER,
  oneError,
  projectKey,
} from "@faultline/testing/http-world";
import { CLIENT_KEY, MASTER_KEY } from "@faultline/testing/memory-world";
import { personIn } from "@faultline/testing/person-in";
import { type Asked, privateAddresses } from "@faultline/testing/private-routes";
import { expect, test } from "vitest";
import * as z from "zod";
import { quietKey, selfKey } from "../monitoring/self-key.js";
import { RIGHTS, type Right } from "../people/rights.js";
import { OWN_PROJECT, SYNTHETIC_CHECK_PROJECT } from "../projects/built-in.js";
import { NEEDS } from "./needed-rights.js";

test("every route, every kind of key, every project: keys of applications read and manage nothing", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  await world.region.settle();
  const { settings } = world.region.ports;
  const keys: Record<string, string | undefined> = {
    none: undefined,
    wrong: "a-wrong-key-that-is-long-enough",
    client: CLIENT_KEY,
    project: await projectKey(world),
    // What follows from the master key posts to the built-in projects, and that is all.
    ...Object.fromEntries(
      [OWN_PROJECT, SYNTHETIC_CHECK_PROJECT].map((name) => [`internal of ${name}`, selfKey(settings, name)]),
    ),
    quiet: quietKey(settings),
  };
  let asked = 0;
  for (const { method, address } of privateAddresses(world)) {
    for (const [kind, key] of Object.entries(keys)) {
      const { status } = await ask(world, { method, address }, key);
      expect([401, 403], `${method} ${address} ${kind}: ${status}`).toContain(status);
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(200);
  const read = await world.app.request("/v1/projects/shop", { headers: { "x-api-key": MASTER_KEY } });
  expect(read.status).toBe(200);
});

test("a session reads and manages on every route, and on none once it has ended, nor in part or as another cookie", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.region.settle();
  const signedIn = await world.change("/v1/session", "POST", { key: MASTER_KEY }, JSON_TYPE);
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  // What ends the session is not asked; only the pages' own API takes it.
  const addresses = privateAddresses(world).filter(
    // Nor has the master key an account.
    (asked) =>
      !isEnding(asked) && asked.address.startsWith("/v1/") && !asked.address.startsWith("/v1/account"),
  );
  const refusedOf = async (value: string) => {
    const answers = await Promise.all(addresses.map((asked) => ask(world, asked, undefined, value)));
    return answers.filter(({ status }) => status === 401 || status === 403).length;
  };
  expect(addresses.length).toBeGreaterThan(100);
  expect(await refusedOf(cookie)).toBe(0);
  for (const other of [cookie.slice(0, -2), cookie.replace("faultline_session", "session"), `${cookie}x`])
    expect(await refusedOf(other)).toBe(addresses.length);
  await world.app.request("/v1/session", { method: "DELETE", headers: { cookie } });
  expect(await refusedOf(cookie)).toBe(addresses.length);
});

test("every route has one right that it needs, and every right that is written down has its route", () => {
  const routes = new Set(privateAddresses(httpWorld()).map(({ route }) => route));
  expect([...NEEDS.keys()].sort()).toEqual([...routes].sort());
});

test("docs/access.md names each of these routes once, under the right it needs", () => {
  const page = readFileSync(new URL("../../../../docs/access.md", import.meta.url), "utf8");
  const told = page.split(/^### /m).flatMap((section) => {
    const [, right] = /^`([a-z-]+)`\n/.exec(section) ?? [];
    const routes = [...section.matchAll(/`((?:GET|PUT|POST|PATCH|DELETE) [^`]+)`/g)];
    return right === undefined ? [] : routes.map(([, route]) => `${right} ${route}`);
  });
  const needed = [...NEEDS].map(
    ([route, { right }]) => `${right} ${route.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`,
  );
  expect(told.sort()).toEqual(needed.sort());
});

test("a token does what its scopes name, where it is for, and nothing else: every route, every scope, every project", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  await world.region.settle();
  const tokens = await Promise.all(
    [undefined, "shop"].flatMap((project) =>
      RIGHTS.map(async (right) => ({ right, project, token: await tokenOf(world, [right], project) })),
    ),
  );
  const wrong: string[] = [];
  // What deletes and revokes comes last, so that the others meet what they name.
  const addresses = privateAddresses(world).sort((a, b) => Number(isEnding(a)) - Number(isEnding(b)));
  for (const asked of addresses) {
    for (const { right, project, token } of tokens) {
      const isLet = !(await isRefused(await ask(world, asked, token)));
      if (isLet !== isMeant(asked, right, project))
        wrong.push(
          `${right} for ${project ?? "all"}: ${asked.method} ${asked.address} ${isLet ? "let" : "refused"}`,
        );
    }
  }
  expect(wrong).toEqual([]);
});

const ROLE_MAY = {
  owner: ["post", "read", "triage", "source-maps", "manage"],
  member: ["read", "triage", "source-maps"],
  viewer: ["read"],
} as const;
type Role = keyof typeof ROLE_MAY;

interface Kind {
  readonly role: Role;
  readonly projects?: string[];
}

test("a person does what their role names, in their projects, and nothing else: every route, every role, every project", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  await world.region.settle();
  const kinds: Kind[] = (["owner", "member", "viewer"] as const).flatMap((role) => [
    { role },
    { role, projects: ["shop"] },
    { role, projects: ["shop", "other"] },
  ]);
  const cookies = new Map<Kind, string>();
  for (const kind of kinds) cookies.set(kind, (await personIn(world, kind)).cookie);
  const cookieOf = async (kind: Kind, { route }: Asked): Promise<string | undefined> => {
    if (route !== "DELETE /v1/sessions") return cookies.get(kind);
    // Who ends them all ends those of others too.
    world.clock.set(world.clock.now() + 1);
    for (const project of kind.projects ?? []) await world.change(`/v1/projects/${project}`, "PUT", {});
    return (await personIn(world, kind)).cookie;
  };
  const wrong: string[] = [];
  let asked = 0;
  for (const one of ofPages(world)) {
    for (const kind of kinds) {
      const isLet = !(await isRefused(await ask(world, one, undefined, await cookieOf(kind, one))));
      asked += 1;
      const told = `${JSON.stringify(kind)}: ${one.method} ${one.address} ${isLet ? "let" : "refused"}`;
      if (isLet !== isMeantFor(one, kind)) wrong.push(told);
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(800);
});

/** What takes a session, each address once; what deletes comes late, and what ends sessions last. */
function ofPages(world: HttpWorld): Asked[] {
  const late = (one: Asked): number => Number(isEnding(one)) + Number(one.route === "DELETE /v1/sessions");
  const addresses = new Map(privateAddresses(world).map((one) => [`${one.method} ${one.address}`, one]));
  return [...addresses.values()]
    .filter(({ address }) => !address.startsWith("/v0/"))
    .sort((a, b) => late(a) - late(b));
}

/** As people read the table: members set projects up, anybody looks after their own, and all else goes by rights. */
function isMeantFor(
  { route, project }: Asked,
  { role, projects }: { role: Role; projects?: string[] },
): boolean {
  const need = NEEDS.get(route);
  if (!need) return false;
  const rights: readonly Right[] = ROLE_MAY[role];
  const isTheirs = projects === undefined || projects.includes(project);
  if (need.of === "self" || need.of === "person" || need.of === "own") return true;
  if (role === "member" && MEMBERS_TOO.has(route)) return isTheirs;
  if (!rights.includes(need.right)) return false;
  return need.of === "some" || (need.of === "project" ? isTheirs : projects === undefined);
}

const MEMBERS_TOO: ReadonlySet<string> = new Set([
  "GET /v1/projects/:project/setup",
  "PUT /v1/projects/:project/notifications",
  "POST /v1/projects/:project/notifications/test",
  "POST /v1/projects/:project/destinations",
  "GET /v1/projects/:project/destinations/:destination",
  "PATCH /v1/projects/:project/destinations/:destination",
  "DELETE /v1/projects/:project/destinations/:destination",
  "PUT /v1/projects/:project/rules",
]);

/** As people read the table: the route's right, and its project where it has one. */
function isMeant({ route, project }: Asked, right: Right, of: string | undefined): boolean {
  const need = NEEDS.get(route);
  if (need?.right !== right || need.of === "person" || need.of === "own") return false;
  return of === undefined || need.of === "some" || (need.of === "project" && project === of);
}

const isEnding = ({ method, address }: Asked): boolean =>
  method === "DELETE" && /^\/v[01]\/(projects\/[^/]+|sessions)$/.test(address);

async function isRefused(answer: Response): Promise<boolean> {
  if (answer.status !== 403 && answer.status !== 401) return false;
  const told = await answer.text();
  if (!/"code":"(not_allowed|wrong_key|no_key)"/.test(told)) throw new Error(told);
  return true;
}

async function tokenOf({ change }: HttpWorld, scopes: readonly Right[], project?: string): Promise<string> {
  const created = await change("/v1/tokens", "POST", { scopes, project }, MASTER);
  return z.object({ token: z.string() }).parse(await created.json()).token;
}

async function ask(
  world: HttpWorld,
  { method, address }: Pick<Asked, "method" | "address">,
  key?: string,
  cookie?: string,
): Promise<Response> {
  // Wrong keys are slowed down; the next minute begins.
  world.clock.set(world.clock.now() + 60_000);
  const headers = { ...JSON_TYPE, ...(key && { "x-api-key": key }), ...(cookie && { cookie }) };
  const body = method === "GET" || method === "HEAD" ? null : "{}";
  return world.app.request(address, { method, headers, body });
}
