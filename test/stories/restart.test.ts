import { afterAll, beforeAll, expect, test } from "vitest";
import { call } from "./api.js";
import { A, B, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

let world: RunningWorld;
beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

const pidOf = async (): Promise<number | undefined> =>
  (await world.status()).regions.find(({ name }) => name === A)?.pid ?? undefined;

test("a region whose process dies is started again, and how it ended is an issue", async () => {
  const before = await pidOf();
  expect(before).toBeGreaterThan(0);
  process.kill(before ?? 0, "SIGKILL");
  const after = await until("another process", async () => {
    const pid = await pidOf();
    return pid !== undefined && pid !== before ? pid : undefined;
  });
  expect(after).not.toBe(before);
  const issue = await until("the issue", async () =>
    (await world.api(B).issues("faultline")).find(({ message }) => message.startsWith("SIGKILL")),
  );
  expect(issue).toMatchObject({ type: "RegionEnded", status: "unresolved" });
});

test("one that somebody stops stays so", async () => {
  await world.command(B, "stop");
  process.kill((await pidOf()) ?? 0, "SIGKILL");
  await until("the other one is back", async () => (await pidOf()) ?? undefined);
  const { regions } = await world.status();
  expect(regions.find(({ name }) => name === B)).toMatchObject({ state: "stopped" });
});

test("an issue of which nothing was heard for days is resolved by a region that looks", async () => {
  await world.command(B, "start");
  const longAgo = new Date(Date.now() - 5 * 86_400_000).toISOString();
  const quiet = { errors: [{ type: "Quiet", message: "long ago", timestamp: longAgo }] };
  await until(
    "it is kept",
    async () => (await world.api(A).post("quiet", quiet)).status === 201 || undefined,
  );
  await until("the issue", async () => (await world.api(A).issues("quiet"))[0]);
  const days = await call(`${world.api(A).url}/v1/projects/quiet`, {
    method: "PATCH",
    key: world.masterKey,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ autoResolveDays: 2 }),
  });
  expect(days.status).toBe(200);
  // It looks when it begins, and then every quarter of an hour.
  await world.command(A, "kill");
  await world.command(A, "start");
  for (const region of [A, B] as const)
    await until(`resolved in ${region}`, async () => {
      const [issue] = await world.api(region).issues("quiet");
      return issue?.status === "resolved" ? issue : undefined;
    });
});
