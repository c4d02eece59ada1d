import { protocols } from "@faultline/protocols/all";
import { httpWorld, JSON_TYPE, oneError, projectKey } from "@faultline/testing/http-world";
import { CLIENT_KEY, MASTER_KEY } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { OWN_PROJECT } from "../projects/built-in.js";

/** What anybody may ask: it says nothing of anybody's errors. A new route is private unless it is named here. */
const OPEN = [
  /^\/$/,
  /^\/health(\/|$)/,
  /^\/runbook$/,
  /^\/openapi\.json$/,
  /^\/v1\/session$/,
  /^\/shared\//,
];

/** Posting errors is what the other keys are for. */
const wires: ReadonlySet<string> = new Set(
  protocols.flatMap(({ paths, asides = [], deploys }) => [
    ...paths,
    ...asides.map(({ path }) => path),
    ...(deploys?.paths ?? []),
  ]),
);
const isWire = (path: string): boolean => wires.has(path);

const PRIVATE = /^\/(v0|v1|api\/0)\//;

test("every route, every kind of key, every project: only the master key reads and manages", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.post(oneError(), {}, "other");
  await world.region.settle();
  const keys: Record<string, string | undefined> = {
    none: undefined,
    wrong: "a-wrong-key-that-is-long-enough",
    client: CLIENT_KEY,
    project: await projectKey(world),
  };
  let asked = 0;
  for (const { method, address } of privateAddresses(world)) {
    for (const [kind, key] of Object.entries(keys)) {
      // Wrong keys are slowed down; the next minute begins.
      world.clock.set(world.clock.now() + 60_000);
      const headers = { ...JSON_TYPE, ...(key && { "x-api-key": key }) };
      const body = method === "GET" || method === "HEAD" ? null : "{}";
      const { status } = await world.app.request(address, { method, headers, body });
      expect([401, 403], `${method} ${address} ${kind}: ${status}`).toContain(status);
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(200);
  const read = await world.app.request("/v1/projects/shop", { headers: { "x-api-key": MASTER_KEY } });
  expect(read.status).toBe(200);
});

/** Every route that a key is needed for, with the name of each project in it. */
function privateAddresses(world: ReturnType<typeof httpWorld>): { method: string; address: string }[] {
  const routes = world.app.routes.filter(
    ({ method, path }) => method !== "ALL" && method !== "OPTIONS" && !path.includes("*"),
  );
  return routes
    .filter(({ path }) => PRIVATE.test(path) && !OPEN.some((open) => open.test(path)) && !isWire(path))
    .flatMap(({ method, path }) =>
      ["shop", "other", OWN_PROJECT].map((project) => ({
        method,
        address: path
          .replace(/:(project|organization)(\{[^}]*\})?/g, project)
          .replace(/:[a-z]+(\{[^}]*\})?/gi, "x"),
      })),
    );
}
