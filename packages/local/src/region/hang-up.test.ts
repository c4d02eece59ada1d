import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createApp } from "@faultline/service/http/app";
import { METRICS } from "@faultline/service/metrics";
import { httpWorld } from "@faultline/testing/http-world";
import { CLIENT_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { serve } from "@hono/node-server";
import { expect, test } from "vitest";
import { CONNECTION_LIMITS, limitedServer } from "./connection-limits.js";

/** Sends a part of a body and hangs up. */
const hangUpAt = (path: string, headers: Record<string, string>) =>
  toldOf(path, { "content-length": "1000", ...headers }, (client) =>
    client.write('{"errors":[', () => client.destroy()),
  );

/** Serves the app, begins a request, and resolves with what the app told of itself once it has printed a line. */
async function toldOf(path: string, headers: Record<string, string>, goOn: (client: Socket) => void) {
  const told: string[] = [];
  const region = memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 });
  let printed: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    printed = resolve;
  });
  const ports = {
    ...region.ports,
    meter: {
      count: (metric: string) => told.push(metric),
      measure: () => undefined,
    },
    ownFault: (error: unknown) => told.push(`fault: ${String(error)}`),
    print: () => printed(),
  };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => true,
    staleMilliseconds: 5000,
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const starting = serve(
      {
        fetch: app.fetch,
        hostname: "127.0.0.1",
        port: 0,
        serverOptions: limitedServer(CONNECTION_LIMITS),
      },
      () => resolve(starting),
    );
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const lines = Object.entries({ host: "x", ...headers }).map(([name, value]) => `${name}: ${value}`);
  const client = connect(port, "127.0.0.1", () => {
    client.write(`POST ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`, () => goOn(client));
  });
  client.on("error", () => undefined);
  await done;
  server.close();
  return told;
}

test.each([
  ["/v0/projects/shop/errors", { "x-api-key": CLIENT_KEY, "content-type": "application/json" }],
  ["/v1/session", { "content-type": "application/json" }],
  ["/api/1/envelope/", { "x-sentry-auth": `Sentry sentry_key=${CLIENT_KEY}` }],
])("a client that hangs up while it sends to %s is no fault of ours", async (path, headers) => {
  const told = await hangUpAt(path, headers);
  expect(told.filter((one) => one.startsWith("fault") || one === METRICS.requestsFailed)).toEqual([]);
});

test("a body that is cut off for its thousands of pieces is no fault of ours, and its sender is told", async () => {
  let answer = Promise.resolve<unknown[]>([]);
  const told = await toldOf(
    "/v0/projects/shop/errors",
    { "x-api-key": CLIENT_KEY, "content-type": "application/json", "transfer-encoding": "chunked" },
    (client) => {
      answer = once(client, "data");
      client.write("1\r\n \r\n".repeat(100_000));
    },
  );
  expect(told.filter((one) => one.startsWith("fault") || one === METRICS.requestsFailed)).toEqual([]);
  expect(String(await answer)).toMatch(/^HTTP\/1.1 400 .*send it in larger ones/s);
});

test("a fault of ours stays one", async () => {
  const { region } = httpWorld();
  const faults: unknown[] = [];
  const ports = { ...region.ports, ownFault: (error: unknown) => faults.push(error) };
  const healthy = () => Promise.reject(Object.assign(new Error("a table hung up"), { code: "ECONNRESET" }));
  const app = createApp(ports, { healthy, peerHealthy: async () => true, staleMilliseconds: 5000 });
  expect((await app.request("/health/canary")).status).toBe(500);
  expect(faults).toHaveLength(1);
});
