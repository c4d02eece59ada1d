import { ACCESS } from "@faultline/aws/access";
import { deletableKeys } from "@faultline/aws/keys";
import { createApp } from "@faultline/service/http/app";
import type { EventLog, Key } from "@faultline/service/ports";
import { httpWorld, JSON_TYPE, MASTER, oneError } from "@faultline/testing/http-world";
import { MASTER_KEY } from "@faultline/testing/memory-world";
import { personIn } from "@faultline/testing/person-in";
import { privateAddresses } from "@faultline/testing/private-routes";
import { expect, test } from "vitest";
import * as z from "zod";

/** What is asked of a log, as DynamoDB's actions on partitions. */
function recorded(log: EventLog, asked: Set<string>): EventLog {
  const noted = <T>(action: string, keys: readonly Pick<Key, "pk">[], answer: T): T => {
    for (const { pk } of keys) asked.add(`${action} ${pk}`);
    return answer;
  };
  return {
    get: (key) => noted("GetItem", [key], log.get(key)),
    getMany: (keys) => noted("BatchGetItem", keys, log.getMany(keys)),
    query: (query) => noted("Query", [query], log.query(query)),
    scan: (after) => log.scan(after),
    put: (item, condition) => noted("PutItem", [item], log.put(item, condition)),
    transact: (writes) => {
      for (const write of writes)
        if (write.kind === "put") noted("PutItem", [write.item], undefined);
        else noted("DeleteItem", [write.key], undefined);
      return log.transact(writes);
    },
  };
}

test("whatever a request asks of the log, the http function is allowed to ask", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.region.settle();
  const asked = new Set<string>();
  const { ports } = world.region;
  const app = createApp(
    { ...ports, log: recorded(ports.log, asked) },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 },
  );
  const change = async (
    path: string,
    method: string,
    body?: unknown,
    headers: Record<string, string> = MASTER,
  ) => app.request(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });

  const Made = z.object({ id: z.string(), token: z.string() });
  const { id, token } = Made.parse(await (await change("/v1/tokens", "POST", { scopes: ["read"] })).json());
  expect((await app.request("/v1/tokens", { headers: MASTER })).status).toBe(200);
  expect((await app.request("/v1/projects", { headers: { "x-api-key": token } })).status).toBe(200);
  expect((await change(`/v1/tokens/${id}`, "DELETE")).status).toBe(204);
  const keys = "/v1/projects/shop/keys";
  const key = z.object({ id: z.string() }).parse(await (await change(keys, "POST", { label: "sdk" })).json());
  expect((await change(`${keys}/${key.id}`, "DELETE")).status).toBe(204);
  const signedIn = await change("/v1/session", "POST", { key: MASTER_KEY }, JSON_TYPE);
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await app.request("/v1/sessions", { headers: { cookie } })).status).toBe(200);
  const owner = await personIn({ change }, { role: "owner" });
  const leaving = await personIn({ change }, { role: "owner" });
  expect((await app.request("/v1/account", { headers: { cookie: owner.cookie } })).status).toBe(200);
  expect((await change(`/v1/people/${leaving.id}`, "DELETE")).status).toBe(204);
  for (const { method, address } of privateAddresses(world))
    await app.request(address, { method, headers: MASTER, body: method === "GET" ? null : "{}" });

  const allowed = ACCESS.filter(({ table, by }) => table === "log" && by.includes("http"));
  const isAllowed = (action: string, pk: string): boolean =>
    allowed.some(
      ({ key, actions }) =>
        actions.some((one) => one === action) &&
        key.split(" ").some((one) => pk.startsWith(one.split("<")[0] ?? "")),
    );
  const refused = [...asked].filter((one) => {
    const [action = "", pk = ""] = one.split(/ (.*)/s);
    return !isAllowed(action, pk);
  });
  expect(asked.size).toBeGreaterThan(20);
  expect(refused).toEqual([]);
  expect(deletableKeys("http", "log")).toEqual([
    "C#k#*",
    "C#y#*",
    "C#t*",
    "C#b*",
    "C#c*",
    "C#j*",
    "C#x*",
    "C#W#*",
    "C#N#*",
  ]);
});
