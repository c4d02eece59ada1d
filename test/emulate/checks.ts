import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { alarmsAndLogs } from "./alarms-and-logs.js";
import { ask, post, postUntilTaken } from "./client.js";
import type { EmulatedWorld } from "./emulated-world.js";
import { type FaultRow, faultTable } from "./fault-table.js";
import { A, B, type Held, type Is, issuesOf, until } from "./held.js";
import { comeBack, keysAndSeals, leadsAgain, otherAlone } from "./other-alone.js";
import { tellsOf } from "./telling.js";

const Rebuilt = z.looseObject({ isWhole: z.boolean(), goesOnAt: z.string().optional() });

/** Everything that is claimed of the deployment, one after the other. `onHeld` hears of each at once. */
export async function checkWorld(
  world: EmulatedWorld,
  onHeld: (held: Held) => void,
  onRow?: (row: FaultRow) => void,
): Promise<void> {
  const is: Is = (what, good, seen) =>
    onHeld({ what, seen: good ? undefined : (JSON.stringify(seen) ?? "nothing").slice(0, 400) });
  const events = new Set<string>();
  const copyObjects = await world.holdObjects();
  await otherAlone(world, events, is);
  await comeBack(world);
  await plainWay(world, events, is);
  await keysAndSeals(world, events, is);
  await alarmsAndLogs(world, is);
  await leadsAgain(world, is);
  await tellsOf(world, { region: A, other: B }, events, is);
  await copyObjects();
  await ofFaults(world, events, is, onRow);
  await viewLost(world, events, is);
  await regionLost(world, events, is);
  await afterwards(world, is);
}

async function plainWay(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  for (const region of [A, B]) {
    const { status, text } = await postUntilTaken(world.addresses[region], `first-${region}`);
    is(`${region} takes an error`, status === 201, [status, text]);
    events.add(`first-${region}`);
  }
  const again = await postUntilTaken(world.addresses[B], `first-${A}`);
  is("the same once more, in the other region", again.status === 201, [again.status, again.text]);
  await countsAre(world, events.size, "both regions count what was posted once", is);
  const page = await ask(world.addresses[A], "/projects/shop");
  is("the package has the pages", /id="root"/.test(page.text), page.text.slice(0, 100));
}

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
    // A new environment looks at once whether something waits; others do each quarter of an hour, and when a sweep has failed.
    world.of("Sweep", region).stop();
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
  // Each by itself, so that each is named.
  const unused = world.policies.unused();
  for (const grant of unused) is("a function is allowed what it needs, and nothing else", false, grant);
  if (unused.length === 0) is("each function needed all it is allowed", true, unused);
  for (const { name, peak, memoryBytes, lines } of world.functions) {
    is(`${name} has memory to spare`, peak.bytes < memoryBytes, `${peak.bytes} of ${memoryBytes} bytes`);
    const unhandled = lines.filter((line) => line.startsWith("UNHANDLED"));
    is(`${name} leaves no rejection unhandled`, unhandled.length === 0, unhandled);
  }
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
