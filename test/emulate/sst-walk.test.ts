import { beforeAll, expect, test } from "vitest";
import { installPlatform } from "../infra/platform.js";
import { describeNeeding } from "../needing.js";
import { startEmulator } from "./emulator.js";
import { withSst } from "./sst-walk.js";

// What of `sst deploy` and `sst dev` happens before the engine that deploys, which cannot be had here: SST's own program, on an
// emulated AWS. docs/deploy.md says what that leaves unproven.

const STAGE = ["--stage", "walk"];

describeNeeding("python3", "SST's command line on an emulated AWS", () => {
  beforeAll(() => installPlatform());

  test("keeps secrets and state there, loads the program, and goes as far as the engine that deploys", async () => {
    const { endpoint, stop } = await startEmulator({ services: ["s3", "ssm", "sts", "iam", "ecr"] });
    withSst(endpoint, (sst) => {
      for (const [name, value] of SECRETS)
        expect(sst("secret", "set", name, value, ...STAGE).isGood).toBe(true);
      const kept = sst("secret", "list", ...STAGE).text;
      const lines = kept.split("\n").filter((line) => line.includes("="));
      expect(lines.sort()).toEqual(SECRETS.map(([name, value]) => `${name}=${value}`));
      const walked = sst("diff", ...STAGE, "--print-logs").text;
      for (const says of AS_FAR_AS) expect(walked).toMatch(says);
      // One that ended early leaves no lock behind it.
      expect(sst("deploy", ...STAGE, "--print-logs").text).toMatch(/pulling state.*unlocking.*bin\/pulumi/s);
      expect(sst("refresh", ...STAGE).text).toMatch(/Stage not found/);
    });
    stop();
  });
});

/** By name; SST lists them in whatever order its map has them. */
const SECRETS = [
  ["EncryptionKeys", `first:${"ab".repeat(32)}`],
  ["MasterKey", "0123456789abcdef"],
] as const;

const AS_FAR_AS = [
  /found existing bootstrap.*sst-state/,
  /loaded config.*app=faultline.*stage=walk/,
  /pulling state/,
  /exited with error.*bin\/pulumi: no such file or directory/,
];
