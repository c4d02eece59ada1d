import { type HttpWorld, httpWorld } from "@faultline/testing/http-world";
import { CLIENT_KEY, MASTER_KEY, type MemoryRegion } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { collect, queryAll } from "../table/query-all.js";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

test("no secret of a POST is found in anything that was stored", async () => {
  const canaries = [
    "canary-password",
    "canary-cookie",
    "canary-auth",
    "T000CANARY/B000CANARY/xxxxCANARYxxxx",
  ];
  const response = await world.post({
    errors: [
      {
        type: "E",
        message: "login?password=canary-password failed with Authorization: Bearer canary-auth-token",
      },
    ],
    params: { password: "canary-password", nested: { cookie: "canary-cookie" } },
    environment: { HTTP_AUTHORIZATION: "canary-auth", HTTP_COOKIE: "canary-cookie" },
    session: { token: "canary-auth" },
    notifications: [{ type: "slack", endpoint: `https://hooks.slack.com/services/${canaries[3]}` }],
  });
  expect(response.status).toBe(201);
  await world.region.settle();
  const [issue] = await world.issuesOf();
  const shown = await world.change(`/v1/projects/shop/issues/${issue?.id}/occurrences`, "GET");
  const rows = [...(await scanAll(world.region.ports.log)), ...(await scanAll(world.region.ports.view))];
  const stored = JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  for (const canary of [...canaries, MASTER_KEY, CLIENT_KEY]) expect(stored).not.toContain(canary);
  const text = await shown.text();
  for (const canary of canaries) expect(text).not.toContain(canary);
});

async function scanAll(table: MemoryRegion["ports"]["log"]): Promise<unknown[]> {
  return [...(await table.scan()).items, ...(await collect(queryAll(table, { pk: "C#p" })))];
}
