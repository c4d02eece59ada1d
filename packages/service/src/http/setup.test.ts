import { type HttpWorld, httpWorld, oneError } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

const Setup = z.looseObject({
  key: z.string(),
  faultline: z.looseObject({ snippet: z.string() }),
  sentry: z.looseObject({ dsn: z.string() }),
  csp: z.looseObject({ reportUri: z.string() }),
  guides: z.array(z.object({ id: z.string(), steps: z.array(z.looseObject({ does: z.string() })) })),
});

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
});

const setup = () => world.get("/v1/projects/shop/setup", Setup);

test("setup tells every SDK the address and a key that works, the same each time", async () => {
  const told = await setup();
  expect(told.key).toMatch(/^[0-9a-f]{32}$/);
  expect(told.sentry.dsn).toMatch(new RegExp(`^http://${told.key}@faultline\\.test/\\d{15}$`));
  for (const wire of [
    "airbrake",
    "rollbar",
    "bugsnag",
    "honeybadger",
    "raygun",
    "otlp",
    "csp",
    "faultline",
    "client",
  ])
    expect(JSON.stringify(told[wire]), wire).toContain(told.key);
  expect(await setup()).toEqual(told);
  const { status } = await world.post(oneError("by its key"), { "x-api-key": told.key });
  expect(status).toBe(201);
});

test("each guide says how to send a test error, with the address and key in it", async () => {
  const { guides, key } = await setup();
  expect(guides.length).toBeGreaterThanOrEqual(20);
  for (const { id, steps } of guides) {
    expect(JSON.stringify(steps), id).toContain(key);
    expect(JSON.stringify(steps), id).toContain("faultline.test");
    expect(steps.at(-1)?.does, id).toBe("test");
  }
});

test("a policy that is pasted as it is reports and breaks no site", async () => {
  expect(JSON.stringify((await setup()).csp)).toContain("Content-Security-Policy-Report-Only: ");
});

test("the DSN posts to the project as a Sentry SDK would use it", async () => {
  const { username, host, pathname, protocol } = new URL((await setup()).sentry.dsn);
  const url = `${protocol}//${host}/api${pathname}/envelope/?sentry_key=${username}&sentry_version=7`;
  const body = '{"event_id":"0123456789abcdef0123456789abcdef"}\n{"type":"event"}\n{"message":"from a DSN"}';
  expect((await world.app.request(url, { method: "POST", body })).status).toBe(200);
  const messages = (await world.issuesOf()).map(({ message }) => message);
  expect(messages).toContain("from a DSN");
});

test("a setup key that was revoked is replaced by a new one", async () => {
  const before = await setup();
  const { keys } = await world.get(
    "/v1/projects/shop/keys",
    z.object({ keys: z.array(z.looseObject({ id: z.string() })) }),
  );
  await world.change(`/v1/projects/shop/keys/${keys[0]?.id}`, "DELETE");
  expect((await setup()).key).not.toBe(before.key);
});

test("setup wants the master key, and a project that exists", async () => {
  const { key } = await setup();
  const headers = { "x-api-key": key };
  expect((await world.app.request("/v1/projects/shop/setup", { headers })).status).toBe(403);
  expect((await world.change("/v1/projects/none/setup", "GET")).status).toBe(404);
});

test("the key lies encrypted in the table", async () => {
  const { key } = await setup();
  const { items } = await world.region.ports.log.scan();
  const stored = JSON.stringify(items, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  expect(stored).not.toContain(key);
});
