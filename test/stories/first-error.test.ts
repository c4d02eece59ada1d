import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSource } from "../repository/source.js";
import { A, B, REGIONS, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const run = promisify(execFile);
let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

const shell = async (script: string, cwd = tmpdir()): Promise<string> =>
  (await run("bash", ["-euo", "pipefail", "-c", script], { cwd })).stdout;

test("the printed curl answers 201, and both regions show the error within two seconds", async () => {
  expect(world.output.split("\n")[0]).toBe(`ready ${world.url}`);
  const [post = "", read = ""] = world.output.match(/^ *curl .*$/gm) ?? [];
  expect(await shell(post)).toMatch(/^HTTP\/1\.1 201 /);

  const shown = REGIONS.map((region) =>
    until(`${region} shows the error`, async () => (await world.api(region).issues("shop"))[0], 2),
  );
  for (const issue of await Promise.all(shown)) {
    expect(issue).toMatchObject({ type: "TypeError", count: 1, status: "unresolved" });
  }
  expect(JSON.parse(await shell(read))).toMatchObject({ issues: [{ type: "TypeError", count: 1 }] });
});

test("the README's commands do what it says, as they stand there", async () => {
  const blocks = [...readSource("README.md").text.matchAll(/^```sh\n(.*?)^```/gms)].map(
    ([, block]) => block ?? "",
  );
  const [keys = "", post = "", read = "", triage = "", tell = "", failover = "", deploy = ""] = blocks;
  expect(blocks).toHaveLength(7);
  expect(deploy).toContain("sst deploy");
  // They name the default ports, and the default data folder of where they are typed.
  const cwd = await mkdtemp(join(tmpdir(), "faultline-readme-"));
  await symlink(world.dataFolder, join(cwd, ".faultline"));
  const typed = (...lines: string[]): Promise<string> => {
    const own = lines.join("\n").replaceAll("http://127.0.0.1:3000", world.url);
    return shell(own.replaceAll("http://127.0.0.1:3002", world.api(B).url), cwd);
  };

  expect(await typed(keys, post)).toMatch(/^HTTP\/1\.1 201 /);
  expect(await typed(keys, post)).toMatch(/^HTTP\/1\.1 201 /);
  await world.settled();
  expect(JSON.parse(await typed(keys, read))).toMatchObject({ issues: [{ project: "shop", count: 2 }] });
  const answers = await typed(keys, triage);
  for (const part of ['{"occurrences":[{', '"points":[{', '"status":"resolved"'])
    expect(answers).toContain(part);
  expect(answers).not.toContain("never stored");
  // Nothing may leave the machine that tests.
  const nobody = tell.replace("https://hooks.slack.com/services/…", "https://127.0.0.1:9/services/T/B/x");
  expect(await typed(keys, triage, nobody)).toContain('"deliveries":[');
  expect(await typed(keys, failover)).toContain('"project":"shop"');
  await rm(cwd, { recursive: true });
});

test("it ends within five seconds of SIGTERM with code 0, and comes back with the same keys and errors", async () => {
  await world.settled();
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
