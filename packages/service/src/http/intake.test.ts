import { protocols } from "@faultline/protocols/all";
import { httpWorld, JSON_TYPE, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { createApp } from "./app.js";
import { createIntake, isForIntake } from "./intake.js";
import { knownOf } from "./known.js";

const STATUSES = { healthy: async () => true, peerHealthy: async () => false, staleMilliseconds: 5000 };
const asked = (method: string, path: string) => ({ method, url: `http://localhost${path}` });

test.each(protocols.map(({ name, paths }) => ({ name, paths })))(
  "$name: reports are the intake's",
  ({ paths }) => {
    for (const path of paths.map((pattern) => pattern.replace(/:\w+(\{.*?\})?/g, "1"))) {
      expect([path, isForIntake(asked("POST", `${path || "/"}?key=1`))]).toEqual([path, true]);
      expect([path, isForIntake(asked("OPTIONS", `${path}/`))]).toEqual([path, true]);
      expect([path, isForIntake(asked("GET", path))]).toEqual([path, false]);
    }
  },
);

test.each([
  ["GET", "/v1/projects"],
  ["GET", "/v0/projects/shop/errors"],
  ["DELETE", "/v0/projects/shop"],
  ["POST", "/v1/session"],
  ["GET", "/openapi.json"],
  ["GET", "/health/canaries"],
  ["GET", "/"],
])("%s %s is the rest's", (method, path) => {
  expect(isForIntake(asked(method, path))).toBe(false);
});

test.each([
  ["a report", "POST", "/v0/projects/shop/errors", { "x-api-key": CLIENT_KEY }],
  ["one with a wrong key", "POST", "/v0/projects/shop/errors", { "x-api-key": "nobody" }],
  ["a preflight", "OPTIONS", "/api/1/envelope/", { origin: "https://shop.example" }],
  ["a health check", "GET", "/health", {}],
])("%s is answered by the intake as by the whole", async (_, method, path, headers) => {
  const { region } = httpWorld();
  const body = method === "POST" ? JSON.stringify(oneError("it broke", { id: "e1" })) : null;
  const answers: unknown[] = [];
  for (const app of [
    createIntake(region.ports, { statuses: STATUSES, known: knownOf(region.ports) }),
    createApp(region.ports, STATUSES),
  ]) {
    const answer = await app.request(path, { method, headers: { ...JSON_TYPE, ...headers }, body });
    answers.push([answer.status, Object.fromEntries(answer.headers)]);
  }
  expect(answers[0]).toEqual(answers[1]);
});

test("what is changed through the whole counts for the intake at once", async () => {
  const { region } = httpWorld();
  const ports = { ...region.ports, settings: { ...region.ports.settings, cacheSeconds: 60 } };
  const known = knownOf(ports);
  const intake = createIntake(ports, { statuses: STATUSES, known });
  const whole = createApp(ports, STATUSES, undefined, known);
  const post = () =>
    intake.request("/v0/projects/shop/errors", {
      method: "POST",
      headers: { ...JSON_TYPE, "x-api-key": CLIENT_KEY },
      body: JSON.stringify(oneError()),
    });
  await post();
  const removed = await whole.request("/v1/projects/shop", { method: "DELETE", headers: MASTER });
  expect(removed.status).toBe(204);
  await post();
  // Made anew by the error after the deletion.
  expect((await whole.request("/v1/projects/shop", { headers: MASTER })).status).toBe(200);
});
