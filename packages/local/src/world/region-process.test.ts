import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loneConfig } from "../region/lone-config.js";
import { logFile, regionProcess } from "./region-process.js";

const config = loneConfig(mkdtempSync(join(tmpdir(), "faultline-")));
const { execPath } = process;
afterEach(() => {
  process.execPath = execPath;
});

test.each([
  ["nothing to begin", "/nowhere/node", "ENOENT"],
  ["what Node refuses to begin", "/nowhere\0", "null bytes"],
])("a machine with %s is a reason, and ends nobody else", async (_, path, reason) => {
  process.execPath = path;
  const running = regionProcess(config, false);
  expect(await running.begin()).toContain(reason);
  expect(running.child()).toBeUndefined();
  await running.end("SIGTERM");
});

test("one that could not be begun is begun again by itself", async () => {
  process.execPath = "/nowhere/node";
  const running = regionProcess(config, true);
  await running.begin();
  process.execPath = execPath;
  await expect.poll(() => running.child()?.pid, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(existsSync(logFile(config))).toBe(true);
  await running.end("SIGKILL");
});
