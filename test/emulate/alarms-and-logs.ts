import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { ask, noise } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";
import { A, B, type Is, issuesOf, issueTitled, sweptIn, until } from "./held.js";

const PAIRS = [
  [A, B],
  [B, A],
] as const;

/** What `watch` is told by CloudWatch: other functions' logs, and alarms with their ends. */
export async function alarmsAndLogs(world: EmulatedWorld, is: Is): Promise<void> {
  for (const [region, other] of PAIRS) {
    await logsOf(world, region, is);
    await endsOf(world, region, other, is);
  }
}

/** One line's error makes an object; so many together are too large for a row of a table. */
const LINES = { few: 1, many: 14 } as const;
const FRAMES = 99;

/**
 * A function's failing lines are taken in, however many come at once: with the region's bucket and its table ill, by those of
 * the other one. What is not taken in comes again, as CloudWatch Logs does it.
 */
async function logsOf(world: EmulatedWorld, region: Region, is: Is): Promise<void> {
  const watch = world.of("Watch", region);
  const { faults } = world.endpoint;
  const hand = async (name: string, lines: number): Promise<boolean> => {
    const event = logLines(name, lines);
    return until(async () => (await watch.invoke(event)).result === lines);
  };
  const name = `orders-${region}`;
  const isTaken = await hand(name, LINES.few);
  for (const operation of ["PutItem", "PutObject"]) faults.push({ kind: "error", operation, region });
  const isTakenIll = await hand(name, LINES.many);
  faults.length = 0;
  is(
    `${region} takes in a function's failing lines, ill or well`,
    isTaken && isTakenIll,
    watch.lines.slice(-3),
  );
  const counted = async () => {
    // What could not be folded in time waits for it.
    await sweptIn(world, region);
    return (await issuesOf(world, region, name)).reduce((sum, { count }) => sum + count, 0);
  };
  const wanted = LINES.few + LINES.many;
  is(`each of them once: ${wanted}`, await until(async () => (await counted()) === wanted), await counted());
}

/** A subscription's event, in the form of `packages/service/fixtures/function-logs`: errors of one place, deep in libraries. */
function logLines(name: string, lines: number): unknown {
  const logEvents = Array.from({ length: lines }, (_, index) => {
    const id = `${lines}-${index}`;
    const frames = noise(`${name} ${id}`)
      .slice(0, FRAMES)
      .map(
        (word) => `    at ${word.replaceAll(/\W/g, "x")} (file:///var/task/node_modules/deep/index.mjs:2:3)`,
      );
    const stack = ["Error: too deep", "    at handler (file:///var/task/index.mjs:2:3)", ...frames];
    const error = { errorType: "Error", errorMessage: "too deep", stack };
    const message = `2026-11-24T12:00:00.120Z\t${id}\tERROR\tInvoke Error \t${JSON.stringify(error)}\n`;
    return { id, timestamp: Date.now(), message };
  });
  const batch = { messageType: "DATA_MESSAGE", logGroup: `/aws/lambda/${name}`, logStream: "s", logEvents };
  return { awslogs: { data: gzipSync(JSON.stringify(batch)).toString("base64") } };
}

/**
 * The end of an alarm resolves its issue: alone, as a part of one that is resolved in a release, and of one that was deleted
 * in the other region a moment ago.
 */
async function endsOf(world: EmulatedWorld, region: Region, other: Region, is: Is): Promise<void> {
  const [whole, part] = [`orders late in ${region}`, `orders waiting in ${region}`];
  const watch = world.of("Watch", region);
  const change = async (name: string, state: "ALARM" | "OK") =>
    (await watch.invoke(alarmChange(name, region, state))).result;
  await change(whole, "ALARM");
  await change(part, "ALARM");
  const [root, member] = [
    await issueTitled(world, region, "faultline", whole),
    await issueTitled(world, region, "faultline", part),
  ];
  const ends = [await change(whole, "OK")];
  const path = `/v1/projects/faultline/issues/${root?.id}`;
  const at = world.addresses[region];
  await ask(at, `${path}/merge`, { body: { issues: [member?.id] } });
  await ask(at, path, { method: "PATCH", body: { status: "resolved", in: "1.0.0" } });
  await change(part, "ALARM");
  const counted = async () => (await issueTitled(world, region, "faultline", whole))?.count;
  is(`an alarm's issue is a part of another in ${region}`, await until(async () => (await counted()) === 3), [
    root,
    member,
    await counted(),
  ]);
  ends.push(await change(part, "OK"));
  world.kill(region, "functions");
  // What it is at would hear of the deletion from the log.
  world.of("Reduce", region).stop();
  const isDeleted = await until(
    async () => (await ask(world.addresses[other], path, { method: "DELETE" })).status === 204,
  );
  ends.push(await change(part, "OK"));
  world.heal(region);
  is(
    `the ends of alarms are taken in in ${region}`,
    ends.every((end) => end === "resolved"),
    ends,
  );
  const isGone = async () =>
    !(await issuesOf(world, region, "faultline")).some(({ title }) => title.includes(whole));
  is("what the other region deleted is gone", isDeleted && (await until(isGone)), isDeleted);
}

const Change = z.looseObject({ detail: z.looseObject({ state: z.looseObject({}) }) });
let latest = 0;

/** An alarm of somebody's own, as CloudWatch tells it, now. */
function alarmChange(description: string, region: Region, value: "ALARM" | "OK"): unknown {
  const fixture = new URL("../../packages/aws/fixtures/alarms/single-metric.json", import.meta.url);
  const event = Change.parse(JSON.parse(readFileSync(fixture, "utf8")));
  latest = Math.max(Date.now(), latest + 1);
  const time = new Date(latest).toISOString();
  const { detail } = event;
  return {
    ...event,
    time,
    region,
    resources: [`arn:aws:cloudwatch:${region}:123456789012:alarm:${description}`],
    detail: {
      ...detail,
      alarmName: description,
      configuration: { description },
      state: { ...detail.state, value, timestamp: time },
    },
  };
}
