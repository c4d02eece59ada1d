import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { keyCipher } from "./key-cipher.js";
import { KeyRing, keyRingCipher } from "./key-ring-cipher.js";
import { keepConfigs, openTarget } from "./notify/configs.js";
import { ensureProject } from "./projects/projects.js";
import { setupKey } from "./projects/setup-key.js";

const FIRST = `first:${"1".repeat(64)}`;
const SECOND = `2026-12:${"ab".repeat(32)}`;
const ring = (text: string) => keyRingCipher(KeyRing.parse(text));
const PLAIN = Buffer.from("the config of a webhook");

test("what is encrypted names its key, and opens for its purpose alone", async () => {
  const cipher = ring(FIRST);
  const encrypted = await cipher.encrypt(PLAIN, "kept config");
  expect(Buffer.from(encrypted.subarray(0, 9)).toString("latin1")).toBe("FL\u0003\u0005first");
  expect(await cipher.decrypt(encrypted, "kept config")).toEqual(PLAIN);
  expect(await cipher.decrypt(encrypted, "setup key")).toBeUndefined();
  for (let place = 0; place < encrypted.length; place++) {
    const changed = Uint8Array.from(encrypted, (byte, at) => (at === place ? byte ^ 1 : byte));
    expect(await cipher.decrypt(changed, "kept config")).toBeUndefined();
  }
  for (let bytes = 0; bytes < encrypted.length; bytes++)
    expect(await cipher.decrypt(encrypted.subarray(0, bytes), "kept config")).toBeUndefined();
});

test("with a new key in front the old one still opens, and once it is taken away nothing of it does", async () => {
  const old = await ring(FIRST).encrypt(PLAIN, "setup key");
  const both = ring(`${SECOND}, ${FIRST}`);
  expect(await both.decrypt(old, "setup key")).toEqual(PLAIN);
  expect([both.isCurrent?.(old), both.isCurrent?.(await both.encrypt(PLAIN, "setup key"))]).toEqual([
    false,
    true,
  ]);
  expect(await ring(SECOND).decrypt(old, "setup key")).toBeUndefined();
});

test.each([
  "",
  "first",
  `first:${"1".repeat(63)}`,
  `first:${"1".repeat(66)}`,
  `:${"1".repeat(64)}`,
  `a key:${"1".repeat(64)}`,
  `${FIRST},`,
  `${FIRST},${FIRST}`,
])("keys written as %j are refused, and no message repeats them", (text) => {
  const { error } = KeyRing.safeParse(text);
  expect(error?.message).toContain("EncryptionKeys");
  expect(error?.message).not.toContain("1111");
});

test("what is kept goes over to the newest key when it is used, and stays what it was", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 24));
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const before = keyCipher(new Uint8Array(32).fill(7));
  const earlier = { ...ports, cipher: before };
  await ensureProject(ports, "shop");
  const config = { type: "webhook", url: "https://hooks.example.com/1" };
  const { notify } = await keepConfigs(earlier, { project: "shop" }, [config]);
  const id = notify[0]?.config ?? "";
  const key = await setupKey(earlier, "shop");
  const both = { ...ports, cipher: keyRingCipher(KeyRing.parse(FIRST), before) };
  expect((await openTarget(both, "shop", id))?.config).toMatchObject(config);
  expect(await setupKey(both, "shop")).toBe(key);
  const alone = { ...ports, cipher: ring(FIRST) };
  expect((await openTarget(alone, "shop", id))?.config).toMatchObject(config);
  expect(await setupKey(alone, "shop")).toBe(key);
});
