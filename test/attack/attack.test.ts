import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { attacks } from "./all.js";
import { ATTACKED } from "./attack.js";

let world: RunningWorld;
beforeAll(async () => {
  world = await runningWorld(undefined, ATTACKED);
});
afterAll(() => world.dispose());

// `npm run attack` prints the table; `npm run attack -- --load` holds each up at 100 requests a second.
test.each(attacks.map((attack) => ({ attack, name: attack.name })))("$name is held", async ({ attack }) => {
  const row = await attack.run(world);
  expect(row.isHeld, JSON.stringify(row)).toBe(true);
});
