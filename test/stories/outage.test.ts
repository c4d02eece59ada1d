import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../repository/source.js";
import { eventsOf, type Load, load } from "./load.js";
import { A, B, REGIONS, type RegionName, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const run = promisify(execFile);
const HALF_HOUR = 30 * 60_000;
const SOME = 50;
const MANY = 100;

let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

/** All that a region says about a project, minute by minute up to now. */
async function told(region: RegionName, project: string, to: number) {
  const api = world.api(region);
  const issues = await api.issues(project);
  const span = {
    unit: "minute",
    from: new Date(to - HALF_HOUR).toISOString(),
    to: new Date(to).toISOString(),
  };
  const timelines = issues.map(({ id }) => api.timeline(project, id, span));
  const occurrences = issues.map(({ id }) => api.occurrences(project, id));
  return { issues, timelines: await Promise.all(timelines), occurrences: await Promise.all(occurrences) };
}

/** Both regions say the same about a project, and count every event of these requests once. */
async function expectEqual(project: string, keys: ReadonlySet<string>): Promise<void> {
  await world.settled();
  const now = Date.now();
  const [inA, inB] = [await told(A, project, now), await told(B, project, now)];
  const events = eventsOf(keys);
  const sum = (counted: readonly { count: number }[]): number =>
    counted.reduce((all, { count }) => all + count, 0);
  expect(sum(inA.issues)).toBe(events);
  expect(sum(inA.timelines.flat())).toBe(events);
  expect(new Set(inA.occurrences.flat().map(({ id }) => id)).size).toBe(events);
  expect(inB).toEqual(inA);
}

/** Waits until so many more requests were answered. */
async function more(clients: Load, requests: number): Promise<void> {
  const before = clients.acknowledged();
  await until("more load", () => clients.acknowledged() >= before + requests || undefined);
}

test("a region killed under load loses nothing it answered for, and counts nothing twice", async () => {
  const clients = load("killed", [world.api(A), world.api(B)]);
  for (const region of [A, B, A] as const) {
    await more(clients, SOME);
    await world.command(region, "kill");
    await more(clients, SOME);
    await world.command(region, "start");
  }
  const keys = await clients.finish();
  expect(clients.unanswered()).toBeGreaterThan(0);
  await expectEqual("killed", keys);
});

test("while the primary is stopped, POSTs to the one name go on as if nothing had happened, and afterwards both regions are equal", async () => {
  const clients = load("stopped", [world.api()]);
  await more(clients, SOME);
  await world.command(A, "stop");
  const stopped = clients.acknowledged();
  await until("the name leads to the other region", () => clients.acknowledged() > stopped || undefined);
  expect((await world.status()).active).toBe(B);
  await more(clients, MANY);
  await world.command(A, "start");
  await until("the name leads back", async () => (await world.status()).active === A || undefined);
  await more(clients, MANY);
  expect(clients.unanswered()).toBe(0);
  await expectEqual("stopped", await clients.finish());
});

test("regions that could not hear each other, and got the same requests, agree afterwards", async () => {
  await world.replication("pause");
  const [toA, toB] = [load("apart", [world.api(A)]), load("apart", [world.api(B)])];
  await Promise.all([more(toA, MANY), more(toB, MANY)]);
  const [keysInA, keysInB] = await Promise.all([toA.finish(), toB.finish()]);
  await world.replication("resume");
  await expectEqual("apart", new Set([...keysInA, ...keysInB]));
});

test("a view folded anew from the log is the same view", async () => {
  expect(await world.end()).toBe(0);
  for (const region of REGIONS) {
    const { stdout } = await run("npm", ["run", "--silent", "rebuild", "--", "--region", region], {
      cwd: ROOT,
      env: { ...process.env, FAULTLINE_DATA: world.dataFolder },
    });
    expect(stdout).toMatch(/^before +[1-9]\d* events/);
    expect(stdout).toMatch(/^equal:/m);
  }
});
