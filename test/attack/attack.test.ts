import { afterAll, beforeAll, expect, test } from "vitest";
import { attacks } from "./all.js";
import { type AttackedWorld, attackedWorld } from "./attacked-world.js";

let world: AttackedWorld;
beforeAll(async () => {
  world = await attackedWorld();
});
afterAll(() => world.dispose());

// `npm run attack` prints the table; `npm run attack -- --load` holds each up at 100 requests a second.
test.each(attacks.map((attack) => ({ attack, name: attack.name })))("$name is held", async ({ attack }) => {
  const row = await attack.run(world);
  expect(row.isHeld, JSON.stringify(row)).toBe(true);
});
