import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const TIMES = 4;
const program = new URL("./end-while-writing.ts", import.meta.url).pathname;

// By `process.exit` one in three stays for good.
test("a process that ends in the middle of its writes has ended, and said why", async () => {
  for (let time = 0; time < TIMES; time++) {
    const folder = mkdtempSync(join(tmpdir(), "faultline-"));
    const child = spawn(process.execPath, ["--import", "tsx", program, folder], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
    expect(said).toContain("it broke");
  }
});
