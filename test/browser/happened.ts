import { expect } from "vitest";
import type { RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";

/** One error of each of these types, posted and folded. */
export async function happened(
  world: RunningWorld,
  project: string,
  types: readonly string[],
): Promise<void> {
  const errors = types.map((type) => ({ type, message: `${type} happened` }));
  expect((await world.api().post(project, { errors })).status).toBe(201);
  await until("all are folded", async () => {
    const found = new Set((await world.api().issues(project)).map(({ type }) => type));
    return types.every((type) => found.has(type)) || undefined;
  });
}
