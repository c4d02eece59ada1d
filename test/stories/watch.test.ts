import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { call } from "./api.js";
import { A, B, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

// Faultline reports its own outage, from the other side.

const PROJECT = "faultline";

const Status = z.object({
  home: z.string().nullable(),
  regions: z.array(z.looseObject({ region: z.string(), healthy: z.boolean() })),
  alarms: z.array(
    z.looseObject({ name: z.string(), region: z.string(), state: z.string(), runbook: z.string() }),
  ),
  lastFailover: z.object({ at: z.string(), from: z.string(), to: z.string() }).nullable(),
});

let world: RunningWorld;
let receiver: Server;
const told: string[] = [];

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    told.push(Buffer.concat(chunks).toString());
    response.end("ok");
  });
  const port = await new Promise<number>((resolve) => {
    receiver.listen(0, "127.0.0.1", () => {
      const address = receiver.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  world = await runningWorld(undefined, { FAULTLINE_ALLOWED_HOSTS: `127.0.0.1:${port}` });
  await until("the built-in project is there", () => notifyAt(`http://127.0.0.1:${port}/hook`));
});
afterAll(async () => {
  receiver.close();
  await world.dispose();
});

/** Sets the built-in project's notifications; undefined while there is no such project. */
async function notifyAt(url: string): Promise<true | undefined> {
  const { status } = await call(`${world.url}/v1/projects/${PROJECT}/notifications`, {
    method: "PUT",
    key: world.masterKey,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ notifications: [{ type: "webhook", url }] }),
  });
  return status === 200 || undefined;
}

const status = async (region: typeof A | typeof B) =>
  Status.parse(JSON.parse((await call(`${world.api(region).url}/v1/status`, { key: world.masterKey })).text));

const Figures = z.object({
  metrics: z.array(z.object({ points: z.array(z.object({ value: z.number() })) })),
});

/** The figures that explain the alarm, as the survivor's built-in project has them. */
async function unreachableMinutes(): Promise<number | undefined> {
  const path = `/v1/projects/${PROJECT}/metrics?alarm=region-unreachable&unit=minute`;
  const { text } = await call(`${world.api(B).url}${path}`, { key: world.masterKey });
  const points = Figures.parse(JSON.parse(text)).metrics.flatMap((metric) => metric.points);
  return points.filter(({ value }) => value > 0).length || undefined;
}

const unreachable = async () =>
  (await world.api(B).issues(PROJECT, { status: "all" })).find(
    ({ message }) => message === `${A} is unreachable`,
  );

test("a region that is killed is an issue in the other one, is told, and is resolved on its return", async () => {
  // The other region may have been up first, and led for a moment.
  await until("the primary leads", async () => (await status(B)).home === A || undefined);
  await world.command(A, "kill");
  const issue = await until("the issue", unreachable);
  expect(issue).toMatchObject({ status: "unresolved", count: 1 });
  const seen = await until("the status", async () => {
    const found = await status(B);
    return found.home === B && found.alarms.some(({ state }) => state === "alarm") ? found : undefined;
  });
  expect(seen.regions).toMatchObject([
    { region: A, healthy: false },
    { region: B, healthy: true },
  ]);
  expect(seen.lastFailover).toMatchObject({ from: A, to: B });
  await until("its figures", unreachableMinutes);
  await until("somebody is told", () => told.find((body) => body.includes(`${A} is unreachable`)));

  await world.command(A, "start");
  const resolved = await until("the resolution", async () => {
    const found = await unreachable();
    return found?.status === "resolved" ? found : undefined;
  });
  expect(resolved).toMatchObject({ count: 1, regressed: false });
  expect(resolved.statusBy).toMatch(new RegExp(`${A} answers ${B}\\. It lasted \\d+ s\\.`));
  const [, section = ""] =
    /#(.*)$/.exec(seen.alarms.find(({ state }) => state === "alarm")?.runbook ?? "") ?? [];
  const page = await call(`${world.url}/runbook`);
  expect(page.text).toContain(`<section id="${section}">`);
});
