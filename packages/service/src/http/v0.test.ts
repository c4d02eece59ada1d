import { readdirSync, readFileSync } from "node:fs";
import { capturedRequest } from "@faultline/protocols/captured-request";
import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const folder = new URL("../../../protocols/fixtures/faultline/", import.meta.url);
for (const name of readdirSync(folder).filter(
  (file) => file.endsWith(".json") && !file.includes(".report."),
)) {
  test(`${name} gets the answer its client waits for`, async () => {
    const { method, path, request } = capturedRequest(readFileSync(new URL(name, folder), "utf8"));
    request.headers.set("x-api-key", CLIENT_KEY);
    const body = method === "OPTIONS" ? undefined : request.body;
    const response = await world.app.request(path, { method, headers: request.headers, body });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    if (method === "OPTIONS") {
      expect(response.status).toBe(204);
      expect(response.headers.get("access-control-allow-headers")).toContain("x-api-key");
      return;
    }
    expect(response.status).toBe(201);
    const answer = z.object({
      id: z.string(),
      data: z.object({ errors: z.object({ postCount: z.number() }) }),
    });
    const sent = z
      .object({ errors: z.array(z.unknown()) })
      .parse(JSON.parse(Buffer.from(request.body).toString()));
    expect(answer.parse(await response.json()).data.errors.postCount).toBe(sent.errors.length);
  });
}

test("the original's web UI finds all it shows", async () => {
  await world.post({
    errors: [{ type: "notice", message: "Undefined index: a/b ?", timestamp: "2026-11-24T11:55:10+00:00" }],
  });
  await world.post(oneError("other"));
  await world.region.settle();
  const v0 = async (path: string, init: RequestInit = {}) => {
    const response = await world.app.request(`/v0${path}`, { headers: MASTER, ...init });
    return {
      status: response.status,
      body:
        response.status === 204
          ? undefined
          : z.looseObject({ data: z.any().optional() }).parse(await response.json()).data,
    };
  };
  const path = `/projects/shop/errors/${encodeURIComponent("Undefined index: a/b ?")}`;
  expect((await v0("/projects")).body).toEqual({ projects: [{ name: "shop" }] });
  expect((await v0("/projects/shop/errors")).body.scannedCount).toBe(2);
  const { body } = await v0(path);
  expect(body.error).toMatchObject({ project: "shop", type: "notice", message: "Undefined index: a/b ?" });
  expect(body.timeline.errors).toMatchObject([
    { count: 1, timestamp: "2026-11-24T11:55:00.000Z", key: "shop##Undefined index: a/b ?" },
  ]);
  const { body: occurrences } = await v0(`${path}/occurrences?limit=5`);
  expect(occurrences.totalCount).toBe(1);
  const [{ reversedUnixtime }] = occurrences.errors;
  expect((await v0(`${path}/occurrences/${reversedUnixtime}`)).body.error.reversedUnixtime).toBe(
    reversedUnixtime,
  );
  const resolved = await v0(path, { method: "PATCH", body: '{"status":"resolved"}' });
  expect(resolved.body.error.status).toBe("resolved");
  expect((await v0("/projects/shop/errors?status=unresolved")).body.scannedCount).toBe(1);
  expect((await v0(path, { method: "DELETE" })).status).toBe(204);
  expect((await v0("/projects/shop")).status).toBe(404);
  expect((await v0("/encrypt", { method: "POST", body: '{"type":"slack"}' })).status).toBe(201);
  expect((await v0("/projects/shop", { method: "DELETE" })).status).toBe(204);
  expect((await v0("/projects")).body).toEqual({ projects: [] });
});
