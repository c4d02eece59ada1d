import { memorySpool } from "@faultline/testing/memory-spool";
import { CLIENT_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { type Clock, Unavailable, type ViewTable } from "../ports.js";
import { AWS_WRITE_PROBE, writeProbe } from "../regions/write-probe.js";

/** Never answers, whatever it is asked. */
function hangingTable(): ViewTable {
  const never = () => new Promise<never>(() => undefined);
  const calls = { get: never, getMany: never, put: never, delete: never, transact: never };
  return { ...calls, query: never, scan: never };
}

/** A virtual clock on which who waits for what never comes has waited as long as it would. */
function patientClock() {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const within: Clock["within"] = async (milliseconds, work) => {
    const late = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
    const first = await Promise.race([work.then((value) => ({ value })), late]);
    if (first) return first.value;
    clock.set(clock.now() + milliseconds);
    throw new Unavailable("late");
  };
  return { ...clock, within };
}

test("a table that hangs keeps no health checker waiting, and takes a region out only after three misses and 20 s", async () => {
  const clock = patientClock();
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const isHealthy = writeProbe({ ...ports, log: hangingTable() }, AWS_WRITE_PROBE);
  const answers: boolean[] = [];
  for (let ask = 0; ask < 6; ask++) {
    const start = clock.now();
    answers.push(await isHealthy());
    expect(clock.now() - start).toBeLessThanOrEqual(1000);
    clock.set(start + 6000);
  }
  expect(answers).toEqual([true, true, true, true, false, false]);
});

test("with both tables hanging, whatever a request needs of them, the spool has it within two and a half seconds", async () => {
  const clock = patientClock();
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1, spool: memorySpool() });
  const app = createApp(
    { ...ports, log: hangingTable(), peerLog: hangingTable() },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 3000 },
  );
  const frame = { file: "app.js", line: 1, column: 2 };
  const start = clock.now();
  const response = await app.request("/v0/projects/shop/errors", {
    method: "POST",
    headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
    body: JSON.stringify({
      errors: [{ type: "E", message: "m", backtrace: [frame] }],
      notifications: [{ type: "webhook", url: "https://hooks.example/in" }],
    }),
  });
  expect([response.status, response.headers.get("x-faultline-accepted-by")]).toEqual([201, "spool"]);
  expect(clock.now() - start).toBeLessThanOrEqual(2500);
});
