import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { A, B, REGIONS, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const shell = promisify(execFile);
let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

/** The printed commands, as somebody would copy them. */
const printedCurls = (): string[] => world.output.match(/^ *curl .*$/gm) ?? [];

test("the printed curl answers 201, and both regions show the error within two seconds", async () => {
  expect(world.output.split("\n")[0]).toBe(`ready ${world.url}`);
  const [post = "", read = ""] = printedCurls();
  const { stdout } = await shell("bash", ["-c", post]);
  expect(stdout).toMatch(/^HTTP\/1\.1 201 /);

  const shown = REGIONS.map((region) =>
    until(`${region} shows the error`, async () => (await world.api(region).issues("shop"))[0], 2),
  );
  for (const issue of await Promise.all(shown)) {
    expect(issue).toMatchObject({ type: "TypeError", count: 1, status: "unresolved" });
  }
  const back = await shell("bash", ["-c", read]);
  expect(JSON.parse(back.stdout)).toMatchObject({ issues: [{ type: "TypeError", count: 1 }] });
});

test("it ends within five seconds of SIGTERM with code 0, and comes back with the same keys and errors", async () => {
  const before = await world.api(A).issues("shop");
  const { code, milliseconds } = await world.end();
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(5000);

  const { masterKey, clientKey, dataFolder } = world;
  world = await runningWorld(dataFolder);
  expect([world.masterKey, world.clientKey]).toEqual([masterKey, clientKey]);
  expect(await world.api(A).issues("shop")).toEqual(before);
  expect(await world.api(B).issues("shop")).toEqual(before);
});
