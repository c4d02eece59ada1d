import { createServer } from "node:http";
import { expect, test, vi } from "vitest";
import { failover } from "./failover.js";
import { healthChecker } from "./health-checker.js";

/** Until what never comes is given up; without it that is after a second. */
const PATIENCE = { timeout: 120_000 };

test.each([
  ["well", "well", "primary"],
  ["well", "late", "primary"],
  ["well", "gone", "primary"],
  ["late", "well", "secondary"],
  ["gone", "well", "secondary"],
  ["late", "late", "primary"],
  ["late", "gone", "primary"],
  ["gone", "late", "secondary"],
  ["gone", "gone", "primary"],
])("primary %s, secondary %s: the name leads to the %s", (primary, secondary, region) => {
  const candidate = (name: string, is: string) => ({
    region: name,
    isHealthy: is === "well",
    isGone: is === "gone",
  });
  expect(failover(candidate("primary", primary), candidate("secondary", secondary))).toBe(region);
});

test("a region that answers late or badly is not gone, one that refuses connections is", async () => {
  let isLate = false;
  const server = createServer((_, response) => {
    if (!isLate) response.writeHead(503).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const checker = healthChecker(`http://127.0.0.1:${port}`, () => undefined, 300);
  const asked = () => new Promise((done) => server.once("request", done));
  expect(checker.isGone()).toBe(true);
  await vi.waitFor(() => expect(checker.isGone()).toBe(false), PATIENCE);
  isLate = true;
  await asked();
  // The next one is asked when this one has timed out.
  await asked();
  expect([checker.isGone(), checker.isHealthy()]).toEqual([false, false]);

  server.closeAllConnections();
  server.close();
  await vi.waitFor(() => expect(checker.isGone()).toBe(true), PATIENCE);
  await checker.stop();
});
