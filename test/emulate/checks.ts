import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { ask, post, postUntilTaken } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";
import { type FaultRow, faultTable } from "./fault-table.js";

/** Something that has to hold, and what was seen where it does not. */
export interface Held {
  readonly what: string;
  readonly seen: string | undefined;
}

const A: Region = "us-east-1";
const B: Region = "us-west-2";
const Issues = z.looseObject({ issues: z.array(z.looseObject({ title: z.string(), count: z.number() })) });
const Rebuilt = z.looseObject({ isWhole: z.boolean(), goesOnAt: z.string().optional() });
/** Gives up only on what never comes. */
const PATIENCE_MILLISECONDS = 120_000;

/** Everything that is claimed of the deployment, one after the other. `onHeld` hears of each at once. */
export async function checkWorld(
  world: EmulatedWorld,
  onHeld: (held: Held) => void,
  onRow?: (row: FaultRow) => void,
): Promise<void> {
  const is = (what: string, good: boolean, seen: unknown): void =>
    onHeld({ what, seen: good ? undefined : (JSON.stringify(seen) ?? "nothing").slice(0, 400) });
  const events = new Set<string>();
  await plainWay(world, events, is);
  await otherServices(world, events, is);
  await ofFaults(world, events, is, onRow);
  await viewLost(world, events, is);
  await regionLost(world, events, is);
  await afterwards(world, is);
}

type Is = (what: string, good: boolean, seen: unknown) => void;

async function plainWay(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  for (const region of [A, B]) {
    const { status, text } = await postUntilTaken(world.addresses[region], `first-${region}`);
    is(`${region} takes an error`, status === 201, [status, text]);
    events.add(`first-${region}`);
  }
  const again = await postUntilTaken(world.addresses[B], `first-${A}`);
  is("the same once more, in the other region", again.status === 201, [again.status, again.text]);
  await countsAre(world, events.size, "both regions count what was posted once", is);
}

async function otherServices(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  const east = world.addresses[A];
  const page = await ask(east, "/projects/shop");
  is("the package has the pages", /id="root"/.test(page.text), page.text.slice(0, 100));
  const config = { type: "webhook", url: `${east}/health`, threshold: 1_000_000 };
  const sealed = await ask(world.addresses[B], "/v1/encrypt", { body: config });
  const { encrypted } = z.looseObject({ encrypted: z.string().default("") }).parse(sealed.json ?? {});
  const told = await ask(east, "/v0/projects/shop/errors", {
    headers: { "idempotency-key": "sealed" },
    body: { errors: [{ type: "TypeError", message: "under fault" }], notifications: [encrypted] },
  });
  events.add("sealed");
  is("what one region seals the other opens", told.status === 201 && !/warnings/.test(told.text), [
    sealed.text,
    told.text,
  ]);
  const made = await ask(east, "/v1/projects/shop/keys", { body: { label: "of the check" } });
  const { id } = z.looseObject({ id: z.string().default("") }).parse(made.json ?? {});
  const gone = await ask(east, `/v1/projects/shop/keys/${id}`, { method: "DELETE" });
  is("a key is made and deleted", made.status === 201 && gone.status === 204, [
    made.text,
    gone.status,
    gone.text,
  ]);
  const large = await postUntilTaken(east, "large", "large");
  events.add("large");
  is("a large pack goes into the bucket", large.status === 201 && spilled(world), large.text);
}

const spilled = ({ endpoint }: EmulatedWorld): boolean =>
  endpoint.calls.some(({ operation, who }) => operation === "PutObject" && who === "HttpUsEast1");

async function ofFaults(
  world: EmulatedWorld,
  events: Set<string>,
  is: Is,
  onRow?: (row: FaultRow) => void,
): Promise<void> {
  const { rows, ids, lost } = await faultTable(world, onRow);
  for (const id of ids) events.add(id);
  const wrong = rows.filter((row) => row.wrong !== undefined);
  is(`${rows.length} answers under faults are in time and true`, wrong.length === 0, wrong.slice(0, 3));
  is("what was refused is taken in when it comes again", lost.length === 0, lost);
  for (const region of [A, B]) {
    const { result, error } = await world.of("Sweep", region).invoke({});
    const { spooled } = z.looseObject({ spooled: z.number().optional() }).parse(result ?? {});
    is(`${region} takes in what waited in its spool`, spooled === 0, [result, error]);
  }
  await countsAre(world, events.size, "every 2xx is there in the end, once, in both regions", is);
}

async function viewLost(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  await world.loseView(B);
  is("a view that is lost shows nothing", (await issuesOf(world, B, "shop")).length === 0, "issues");
  const rebuild = world.of("Rebuild", B);
  const asked = () => world.endpoint.calls.filter(({ who }) => who === rebuild.name).length;
  // So slow that it is not done before it is killed.
  world.endpoint.faults.push({ kind: "slow", service: "dynamodb", region: B });
  const killed = rebuild.invoke({});
  await until(async () => asked() > 8);
  rebuild.stop();
  world.endpoint.faults.length = 0;
  is("what folds it anew is killed in the middle", (await killed).error !== undefined, await killed);
  const { status } = await postUntilTaken(world.addresses[B], "while-it-is-folded");
  events.add("while-it-is-folded");
  is("errors are taken in meanwhile", status === 201, status);
  const { result, error } = await rebuild.invoke({});
  const first = Rebuilt.safeParse(result).data;
  is("a new view is folded again when the deployment is over", first?.goesOnAt !== undefined, [
    result,
    error,
  ]);
  await countsAre(world, events.size, "a view that was lost is folded from the log", is);
  const again = await rebuild.invoke({ rebuild: "again" });
  is("asked for once more, it ends whole", Rebuilt.safeParse(again.result).data?.isWhole === true, again);
  await countsAre(world, events.size, "and that adds nothing", is);
  const [here, there] = [await issuesOf(world, A, "shop"), await issuesOf(world, B, "shop")];
  const told = (issues: typeof here) =>
    issues.map(({ id, title, count, firstSeen, lastSeen }) => [id, title, count, firstSeen, lastSeen]).sort();
  is("both views say the same", isDeepStrictEqual(told(here), told(there)), [told(here), told(there)]);
}

async function regionLost(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  world.kill(A);
  const gone = await post(world.addresses[A], "to-the-dead");
  is("nobody answers for a region that is gone", gone.status === 0, gone.status);
  const moved = await postUntilTaken(world.addresses.failover, "moved");
  events.add("moved");
  const by = moved.headers.get("x-faultline-region");
  is("the failover name leads to the other region", moved.status === 201 && by === B, [moved.status, by]);
  await world.of("Watch", B).invoke({});
  const watch = world.of("Watch", B);
  is(
    "its metric says that the other one is gone",
    watch.lines.some((line) => /"PeerUnreachable":\[?1/.test(line)),
    watch.lines.slice(-3),
  );
  const own = () => issuesOf(world, B, "faultline");
  const isTold = (words: RegExp) => async () => (await own()).some(({ title }) => words.test(title));
  is("what it saw is an issue there", await until(isTold(/us-east-1 is unreachable/)), await own());
  await watch.invoke(alarm());
  is(
    "so is an alarm of CloudWatch's, told by the group it is in",
    await until(isTold(/not taken in/)),
    await own(),
  );
  world.heal(A);
  await countsAre(world, events.size, "the region that comes back has all of it", is);
}

/** As CloudWatch tells it. */
function alarm(): unknown {
  const fixture = new URL("../../packages/aws/fixtures/alarms/requests-failing.json", import.meta.url);
  return JSON.parse(readFileSync(fixture, "utf8"));
}

async function afterwards(world: EmulatedWorld, is: Is): Promise<void> {
  for (const region of [A, B]) {
    await world.of("Rebuild", region).invoke({});
    const { result, error } = await world.of("Watch", region).invoke({});
    const { failed } = z.looseObject({ failed: z.number().optional() }).parse(result ?? {});
    is(`${region} looks around`, failed === 0, [result, error]);
  }
  is("no function was denied anything", world.policies.denied.size === 0, [...world.policies.denied]);
  for (const { name, peak, memoryBytes, lines } of world.functions) {
    is(`${name} has memory to spare`, peak.bytes < memoryBytes, `${peak.bytes} of ${memoryBytes} bytes`);
    const unhandled = lines.filter((line) => line.startsWith("UNHANDLED"));
    is(`${name} leaves no rejection unhandled`, unhandled.length === 0, unhandled);
  }
}

async function issuesOf(world: EmulatedWorld, region: Region, project: string) {
  const { json } = await ask(world.addresses[region], `/v1/projects/${project}/issues`);
  return Issues.safeParse(json).data?.issues ?? [];
}

async function countsAre(world: EmulatedWorld, wanted: number, what: string, is: Is): Promise<void> {
  for (const region of [A, B]) {
    const counted = async () =>
      (await issuesOf(world, region, "shop")).reduce((sum, { count }) => sum + count, 0);
    is(
      `${what}: ${region}, ${wanted}`,
      await until(async () => (await counted()) === wanted),
      await counted(),
    );
  }
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > PATIENCE_MILLISECONDS) return false;
    await sleep(200);
  }
  return true;
}
