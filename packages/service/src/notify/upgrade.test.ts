import { answered, broken, notifyWorld } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";

const MINUTE = 60_000;
/** As long as docs/deploy.md lets an upgrade of both regions take. */
const UPGRADE_MINUTES = 20;

test("what a newer region encrypted is told once the region that leads runs the same version, and told once", async () => {
  const world = notifyWorld(() => answered(200, "ok"));
  const { a, b, clock } = world;
  // The version before opens nothing that was encrypted for a purpose, and says so as for anything not made here.
  const [leading, newer] = [a, b];
  const { decrypt } = leading.ports.cipher;
  leading.ports.cipher.decrypt = async () => undefined;
  await world.post(newer, [broken("1".repeat(32))]);
  for (let minute = 0; minute < UPGRADE_MINUTES; minute++) {
    await world.settle();
    clock.set(clock.now() + MINUTE);
  }
  expect(world.asked).toEqual([]);
  leading.ports.cipher.decrypt = decrypt;
  for (let minute = 0; minute < UPGRADE_MINUTES; minute++) {
    await world.settle();
    clock.set(clock.now() + MINUTE);
  }
  expect(world.asked).toHaveLength(1);
  expect((await world.deliveries()).map(({ outcome }) => outcome)).toEqual(["sent"]);
});
