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

test("the printed curl answers 201, and both regions come to show the error", async () => {
  // Before it, a line or two when the pages had to be built.
  expect(world.output.split("\n")).toContain(`ready ${world.url}`);
  const [post = "", read = ""] = world.output.match(/^ *curl .*$/gm) ?? [];
  expect(await shell(post)).toMatch(/^HTTP\/1\.1 201 /);

  const shown = REGIONS.map((region) =>
    until(`${region} shows the error`, async () => (await world.api(region).issues("shop"))[0]),
  );
  for (const issue of await Promise.all(shown)) {
    expect(issue).toMatchObject({ type: "TypeError", count: 1, status: "unresolved" });
  }
  expect(JSON.parse(await shell(read))).toMatchObject({ issues: [{ type: "TypeError", count: 1 }] });
});

test("the README's blocks, pasted without a pause, print what it promises", async () => {
  const blocks = [...readSource("README.md").text.matchAll(/^```sh\n(.*?)^```/gms)].map(
    ([, block]) => block ?? "",
  );
  const [keys = "", post = "", read = "", triage = "", tell = "", failover = "", deploy = ""] = blocks;
  expect(blocks).toHaveLength(7);
  expect(deploy).toContain("sst deploy");
  // They name the default data folder of where they are typed.
  const cwd = await mkdtemp(join(tmpdir(), "faultline-readme-"));
  await symlink(world.dataFolder, join(cwd, ".faultline"));
  const typed = async (...lines: string[]): Promise<string[]> =>
    (await shell(lines.map(here).join(`\nprintf '\\n${CUT}'\n`), cwd)).split(`\n${CUT}`);

  const [, posted = "", listed = "", looked = "", told = "", failedOver = ""] = await typed(
    ...[keys, post, read, triage, tell, failover],
  );
  expect(posted).toMatch(/^HTTP\/1\.1 201 /);
  const lists = listed.trim().split("\n");
  expect(lists.map((line) => JSON.parse(line))).toMatchObject(Array(2).fill({ issues: [{ count: 1 }] }));
  for (const part of ['{"occurrences":[{', '"points":[{', '"status":"resolved"'])
    expect(looked).toContain(part);
  expect(looked).not.toContain("never stored");
  expect(told).toContain('"kind":"regressed"');
  expect(failedOver).toMatch(
    /"state":"stopped".*HTTP\/1\.1 200 .*^x-faultline-region: us-west-2.*"project":"readme".*"state":"running"/ms,
  );

  const [, again] = await typed(keys, post);
  expect(again).toMatch(/^HTTP\/1\.1 201 /);
  await world.settled();
  for (const region of REGIONS) {
    expect(await world.api(region).issues("readme")).toMatchObject([{ count: 2, regressed: true }]);
  }
  await rm(cwd, { recursive: true });
});

const CUT = "-- next block --\n";

/** A block for the ports of this world, a project of its own, and nothing that leaves the machine. */
const here = (block: string): string =>
  block
    .replaceAll("http://127.0.0.1:3000", world.url)
    .replaceAll("3001 3002", REGIONS.map((region) => new URL(world.api(region).url).port).join(" "))
    .replaceAll("/projects/shop/", "/projects/readme/")
    .replaceAll("https://hooks.slack.com/services/…", "https://127.0.0.1:9/services/T/B/x");

test("it ends by SIGTERM with code 0, and comes back with the same keys and errors", async () => {
  await world.settled();
  const before = await world.api(A).issues("shop");
  expect(await world.end()).toBe(0);

  const { masterKey, clientKey, dataFolder } = world;
  world = await runningWorld(dataFolder);
  expect([world.masterKey, world.clientKey]).toEqual([masterKey, clientKey]);
  expect(await world.api(A).issues("shop")).toEqual(before);
  expect(await world.api(B).issues("shop")).toEqual(before);
});
