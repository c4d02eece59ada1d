import { call } from "../stories/api.js";
import type { RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { follow, Guides } from "./follow.js";

interface Place {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** By then its debugger runs, if it ever does. */
const TRIES_A_START = 40;

/**
 * Does in a folder what Setup's guide says, in a project called as the guide; gives back the issue that comes of it, and its
 * occurrence. With `holding`, the error is made to happen again until an occurrence holds that text: Node's SDK knows the local
 * variables only once its debugger runs, which is after the application answers, and now and then never: then that is started again.
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
    let tries = 0;
    const occurrence = await until(`an error by ${guide} with ${holding}`, async () => {
      const all = await world.api().occurrences(guide, issue.id);
      const wanted = all.find((one) => JSON.stringify(one).includes(holding));
      if (wanted) return wanted;
      tries += 1;
      if (tries % TRIES_A_START === 0) await followed.restart();
      await followed.again();
      return undefined;
    });
    return { issue, occurrence };
  } finally {
    followed.end();
  }
}
