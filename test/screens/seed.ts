import { seeded } from "@faultline/testing/seeded";
import { call } from "../stories/api.js";
import { A, B, type RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { toEvent } from "./event.js";
import { SAMPLES, type Sample } from "./samples.js";

export const BUSY = "shop";
export const EMPTY = "new-service";

interface Seeding {
  /** Where notifications go. */
  readonly destination?: string;
  /** How many of the events, of one. */
  readonly share?: number;
}

/** Fills a world with projects as teams have them: a busy one, a quiet one, an empty one. Resolves when all is shown. */
export async function seed(world: RunningWorld, { destination, share = 1 }: Seeding = {}): Promise<void> {
  const send = sender(world, { random: seeded(42), share });
  await change(world, "PUT", `/v1/projects/${BUSY}`, { displayName: "Web shop" });
  await change(world, "PUT", `/v1/projects/${EMPTY}`, {});
  await upload(world);
  if (destination !== undefined) await notify(world, destination);
  for (const sample of SAMPLES) await send(BUSY, sample);
  for (const sample of SAMPLES.slice(5, 7)) await send("billing.worker", { ...sample, events: 6 });
  await world.settled();
  await decide(world, send);
  await world.settled();
}

/** Maps of two releases, as a build sends them. */
async function upload({ url, masterKey: key }: RunningWorld): Promise<void> {
  const sources = Array.from({ length: 200 }, (_, place) => `app/part-${place}.ts`);
  const body = JSON.stringify({ version: 3, sources, names: [], mappings: "AAAA" });
  for (const release of ["shop@4.11.3", "shop@4.12.0"])
    for (const file of ["app.js", "vendor.js"])
      await call(`${url}/v1/projects/${BUSY}/source-maps/${release}/${file}`, { method: "PUT", key, body });
}

/** The id of the shop's issue whose title begins so. */
export async function issueOf(world: RunningWorld, title: string): Promise<string> {
  return until(`an issue "${title}"`, async () => {
    const issues = await world.api().issues(BUSY);
    return issues.find((issue) => `${issue.type}: ${issue.message}`.startsWith(title))?.id;
  });
}

type Send = (project: string, sample: Sample) => Promise<void>;

/** Two thirds go to the first region, the rest to the second, as after a failover. */
function sender(world: RunningWorld, { random, share }: { random: () => number; share: number }): Send {
  return async (project, whole) => {
    const sample = { ...whole, events: Math.ceil(whole.events * share) };
    for (let place = 0; place < sample.events; place++) {
      const { url } = world.api(random() < 0.66 ? A : B);
      const event = toEvent(sample, { place, random, now: Date.now() });
      const answer = await call(`${url}/api/${project}/store?sentry_key=${world.clientKey}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(event),
      });
      if (answer.status !== 200) throw new Error(`not taken: ${answer.status} ${answer.text}`);
    }
  };
}

/** Some issues are decided about, and one of them comes back. */
async function decide(world: RunningWorld, send: Send): Promise<void> {
  const set = async (title: string, decision: object): Promise<void> => {
    const id = await issueOf(world, title);
    await change(world, "PATCH", `/v1/projects/${BUSY}/issues/${id}`, decision);
  };
  await set("RangeError", { status: "resolved" });
  await set("ChunkLoadError", { status: "ignored" });
  await set("Deprecation", { status: "resolved" });
  await set("TimeoutError", { mute: { count: 1000 } });
  const back = SAMPLES.find(({ type }) => type === "RangeError");
  if (back) await send(BUSY, { ...back, events: 1, hours: [0, 0] });
}

async function notify(world: RunningWorld, destination: string): Promise<void> {
  const notifications = [
    { type: "webhook", url: `${destination}/errors`, preset: "mattermost" },
    { type: "github", userToken: "ghp_example", owner: "acme", repo: "shop", endpoint: destination },
  ];
  await change(world, "PUT", `/v1/projects/${BUSY}/notifications`, { notifications });
}

async function change(world: RunningWorld, method: string, path: string, body: object): Promise<void> {
  const answer = await call(world.url + path, {
    method,
    key: world.masterKey,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
}
