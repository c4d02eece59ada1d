import { call } from "../stories/api.js";
import type { RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { follow, Guides } from "./follow.js";

interface Place {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Does in a folder what Setup's guide says, in a project called as the guide; gives back the issue that comes of it, and its
 * occurrence. With `holding`, the error is made to happen again until an occurrence holds that text: Node's SDK knows the local
 * variables only once its debugger runs, which is after the application answers.
 */
export async function firstErrorBy(
  world: RunningWorld,
  guide: string,
  { folder, env = {} }: Place,
  holding = "",
) {
  const key = world.masterKey;
  const json = { "content-type": "application/json" };
  await call(`${world.url}/v1/projects/${guide}`, { method: "PUT", key, headers: json, body: "{}" });
  const { text } = await call(`${world.url}/v1/projects/${guide}/setup`, { key });
  const found = Guides.parse(JSON.parse(text)).guides.find(({ id }) => id === guide);
  const followed = await follow(found?.steps ?? [], { folder, env: { ...process.env, ...env } });
  try {
    const issue = await until(`an error by ${guide}`, async () => (await world.api().issues(guide))[0]);
    const occurrence = await until(`an error by ${guide} with ${holding}`, async () => {
      const all = await world.api().occurrences(guide, issue.id);
      const wanted = all.find((one) => JSON.stringify(one).includes(holding));
      if (!wanted) await followed.again();
      return wanted;
    });
    return { issue, occurrence };
  } finally {
    followed.end();
  }
}
