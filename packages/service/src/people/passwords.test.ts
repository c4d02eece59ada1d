import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { passwordKey } from "../table/layout.js";
import { changePassword, isPasswordOf } from "./passwords.js";

const ADA = { id: "ada" };
const PASSWORD = "correct horse battery";

test("where nothing else is said, a password is kept at the cost that docs/access.md promises, and is known by it", async () => {
  const { ports } = memoryRegion({ region: "us-east-1", clock: virtualClock(0), seed: 1 });
  const { passwordCost: _, ...settings } = ports.settings;
  const asDeployed = { ...ports, settings };
  await changePassword(asDeployed, ADA, PASSWORD);
  const row = await ports.log.get(passwordKey(ADA.id));
  expect(row?.hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  const known = [PASSWORD, "not this password"].map((tried) => isPasswordOf(asDeployed, ADA, tried));
  expect(await Promise.all(known)).toEqual([true, false]);
  expect(await isPasswordOf(asDeployed, undefined, PASSWORD)).toBe(false);
});
