import type { Report } from "@faultline/core/report";
import { expect, test } from "vitest";
import { withUserAgent } from "./user-agent.js";

async function from(userAgent: string, contexts?: Report["contexts"]): Promise<Report["contexts"]> {
  const report = { level: "error", type: "E", message: "m", exceptions: [], contexts } as const;
  return (await withUserAgent({ ...report, exceptions: [], request: { userAgent } })).contexts;
}

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

test("browser, system and device are read from the user agent", async () => {
  expect(await from(IPHONE)).toEqual({
    browser: { name: "Safari", version: "17.4" },
    os: { name: "iOS", version: "17.4" },
    device: { type: "mobile", vendor: "Apple", model: "iPhone" },
  });
  expect(await from(WINDOWS)).toEqual({
    browser: { name: "Chrome", version: "156.0.0.0" },
    os: { name: "Windows", version: "10" },
  });
});

test("what the client told itself stays", async () => {
  const told = { os: { name: "Linux" }, browser: {} };
  expect(await from(WINDOWS, told)).toMatchObject({ os: { name: "Linux" }, browser: { name: "Chrome" } });
});

test("an agent that names nothing adds nothing, however long", async () => {
  expect(await from("UA/1")).toBeUndefined();
  expect(await from("Version/".repeat(100_000))).toBeUndefined();
});
