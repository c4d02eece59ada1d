import { call } from "../stories/api.js";
import type { RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { follow, Guides } from "./follow.js";

interface Place {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Does in a folder what Setup's guide says, in a project called as the guide; gives back the issue that comes of it. */
export async function firstErrorBy(world: RunningWorld, guide: string, { folder, env = {} }: Place) {
  const key = world.masterKey;
  const json = { "content-type": "application/json" };
  await call(`${world.url}/v1/projects/${guide}`, { method: "PUT", key, headers: json, body: "{}" });
  const { text } = await call(`${world.url}/v1/projects/${guide}/setup`, { key });
  const found = Guides.parse(JSON.parse(text)).guides.find(({ id }) => id === guide);
  const end = await follow(found?.steps ?? [], { folder, env: { ...process.env, ...env } });
  return until(`an error by ${guide}`, async () => (await world.api().issues(guide))[0]).finally(end);
}
