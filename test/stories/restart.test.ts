import { afterAll, beforeAll, expect, test } from "vitest";
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
