import { gzipSync } from "node:zlib";
import { type HttpWorld, httpWorld, JSON_TYPE, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { createApp } from "./app.js";

const STATUSES = { healthy: async () => true, peerHealthy: async () => false, staleMilliseconds: 5000 };

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const heavy = (place: number) => oneError(`heavy ${place}`, { params: { a: "x y ".repeat(10_000) } });

test("a small request does not wait for the large ones that came before it", async () => {
  const ended: string[] = [];
  const post = async (name: string, body: object): Promise<void> => {
    expect((await world.post(body)).status).toBe(201);
    ended.push(name);
  };
  await post("project", oneError("the first"));
  const large = Array.from({ length: 20 }, (_, place) => post(`large ${place}`, heavy(place)));
  await Promise.all([...large, post("small", oneError("small"))]);
  expect(ended.indexOf("small")).toBeLessThan(5);
});

test("where requests share a process, a sender's are read when there is room, and weighed as they are unpacked", async () => {
  const asked: string[] = [];
  const weighed: number[] = [];
  const room = async (who: string) => {
    asked.push(who);
    return (bytes: number) => void weighed.push(bytes);
  };
  const app = createApp({ ...world.region.ports, room }, STATUSES);
  const body = JSON.stringify(heavy(1));
  const headers = { "x-api-key": CLIENT_KEY, ...JSON_TYPE, "content-encoding": "gzip" };
  const path = "/v0/projects/shop/errors";
  expect((await app.request(path, { method: "POST", headers, body: gzipSync(body) })).status).toBe(201);
  expect(weighed).toEqual([Buffer.byteLength(body)]);
  await app.request(path, { method: "POST", headers: { ...headers, "x-api-key": "wrong" }, body: "{}" });
  expect(asked).toHaveLength(1);
});
