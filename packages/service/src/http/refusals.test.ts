import { protocols } from "@faultline/protocols/all";
import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

test("the description is valid OpenAPI 3.1 and names every route of /v1", async () => {
  const response = await world.app.request("/openapi.json");
  const description = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await response.json());
  const { valid, errors } = await new Validator().validate(description);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  // What SDKs post to lies below /v1 too, for some of them; it is theirs to describe.
  const wires = new Set(
    protocols.flatMap(({ paths, deploys, asides }) => [
      ...paths,
      ...(deploys?.paths ?? []),
      ...(asides ?? []).map(({ path }) => path),
    ]),
  );
  const routed = world.app.routes
    .filter(({ method, path }) => path.startsWith("/v1/") && method !== "ALL" && !wires.has(path))
    .map(({ method, path }) => `${method} ${path}`);
  expect(new Set(described)).toEqual(new Set(routed));
});

test("what is not there, not allowed or not understood says so, each in its form", async () => {
  const asked = async (path: string, init: RequestInit = {}) => {
    const response = await world.app.request(path, init);
    return [
      response.status,
      z.looseObject({ code: z.string().optional() }).parse(await response.json()).code,
    ];
  };
  expect(await asked("/v1/projects")).toEqual([401, "no_key"]);
  expect(await asked("/v1/projects", { headers: { "x-api-key": "nobody" } })).toEqual([403, "wrong_key"]);
  expect(await asked("/v1/projects", { headers: { authorization: `Bearer ${CLIENT_KEY}` } })).toEqual([
    403,
    "not_allowed",
  ]);
  expect(await asked("/v1/nothing")).toEqual([404, "route_not_found"]);
  expect(await asked("/v1/projects/none", { headers: MASTER })).toEqual([404, "project_not_found"]);
  expect(await asked("/v1/projects/none/issues/iss_x", { headers: MASTER })).toEqual([
    404,
    "issue_not_found",
  ]);
  await world.post(oneError());
  const [issue] = await world.issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  expect(await asked(`${path}/timeline?unit=minute&from=2020-01-01T00:00:00Z`, { headers: MASTER })).toEqual([
    422,
    "too_many_points",
  ]);
  expect(await asked(`${path}/timeline?from=yesterday`, { headers: MASTER })).toEqual([422, "bad_request"]);
  expect(await asked("/v1/projects/shop/issues?cursor=x", { headers: MASTER })).toEqual([400, "bad_cursor"]);
  const patch = (body: string, type = "application/json") =>
    asked(path, { method: "PATCH", headers: { ...MASTER, "content-type": type }, body });
  expect(await patch('{"status":"nope"}')).toEqual([422, "bad_request"]);
  expect(await patch("not json")).toEqual([400, "invalid_json"]);
  expect(await patch("{}", "text/plain")).toEqual([415, "unsupported_media_type"]);
  expect(await patch("{}")).toEqual([422, "bad_request"]);
  for (const almost of [
    "application/json-seq",
    "application/json.x",
    "application/a+b+json",
    "application/jsonp",
  ])
    expect(await patch("{}", almost), almost).toEqual([415, "unsupported_media_type"]);
  for (const alike of [
    "application/vnd.api2+json",
    "application/merge_patch+json; charset=utf-8",
    "Application/JSON",
  ])
    expect(await patch('{"status":"nope"}', alike), alike).toEqual([422, "bad_request"]);
});

test.each([
  ["mute", { mute: "soon" }, '"until"'],
  ["mute", { mute: { count: 3, users: 3 } }, '"users"'],
])("a %s that cannot be says what can: %j", async (_, body, advice) => {
  await world.post(oneError());
  const [issue] = await world.issuesOf();
  const answer = await world.change(`/v1/projects/shop/issues/${issue?.id}`, "PATCH", body);
  expect(answer.status).toBe(422);
  expect(z.object({ detail: z.string() }).parse(await answer.json()).detail).toContain(advice);
});

test("a rule that can do nothing says what rules do", async () => {
  await world.post(oneError());
  const rules = [{ when: { type: "A" }, do: "ignore" }];
  const answer = await world.change("/v1/projects/shop/rules", "PUT", { rules });
  expect(await answer.json()).toMatchObject({ status: 422, detail: expect.stringContaining('"drop"') });
});
