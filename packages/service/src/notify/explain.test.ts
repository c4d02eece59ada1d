import { broken, notifyWorld, SLACK } from "@faultline/testing/notify-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { ensureProject } from "../projects/projects.js";
import { decide } from "../triage/triage.js";
import { drainOutbox } from "./drain.js";
import { type Explained, explain } from "./explain.js";

/** `HISTORIES=10000 npx vitest run explain` for the long run. */
const HISTORIES = Number(process.env.HISTORIES ?? 15);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const POSTS = 18;
const DAY = 86_400_000;
const WINDOWS = ["total", "minute", "hour", "day"] as const;

test(
  "what explain foretells of random histories is what then happens",
  async () => {
    for (let history = 0; history < HISTORIES; history++)
      await happens(seeded(SEED + history), `SEED=${SEED + history} HISTORIES=1`);
  },
  HISTORIES * 15_000,
);

/** Posts of one to three errors to two destinations, and between them decisions about the issue. */
async function happens(random: () => number, place: string): Promise<void> {
  const pick = (below: number): number => Math.floor(random() * below);
  const world = notifyWorld();
  const configs = ["a", "b"].map((name) => ({
    ...SLACK,
    endpoint: `https://hooks.slack.com/services/${name}`,
    threshold: pick(8) - 1,
    notifyInterval: 1 + pick(4),
    window: WINDOWS[pick(4)] ?? "total",
    burst: 10_000,
    also: pick(3) === 0 ? undefined : alsoOf(pick),
  }));
  const days = pick(6);
  const next = new Map<string, number>();
  let count = 0;
  for (let post = 0; post < POSTS; post++) {
    world.clock.set(world.clock.now() + (post < days ? DAY : pick(40_000)));
    const reports = Array.from({ length: 1 + pick(3) }, (_, n) =>
      broken(`e${post}-${n}`, {
        timestamp: world.clock.now() - pick(3) * 30_000,
        user: pick(2) === 0 ? undefined : { id: `${pick(30)}` },
      }),
    );
    const { foretold, told } = await foretoldAndTold(world, reports, configs);
    expect(
      foretold.map((event) => event.count),
      place,
    ).toEqual(reports.map((_, n) => count + n + 1));
    count += reports.length;
    for (const [number, { endpoint, window }] of configs.entries()) {
      const isForetold = foretold.some(({ notifications }) => notifications[number]?.wouldNotify);
      expect(isForetold, `${place} post ${post} to ${endpoint}`).toBe(told.has(endpoint));
      if (window === "total") expectNext(foretold, number, next, place);
    }
    await decideSomething(world, pick, count);
  }
}

/** Something to be told besides counts: of few events within minutes, of few users, of what is more than usual. */
const alsoOf = (pick: (below: number) => number) => ({
  within: pick(2) === 0 ? undefined : { events: 2 + pick(8), minutes: 1 + pick(4) },
  users: pick(2) === 0 ? undefined : 2 + pick(20),
  unusual: true,
});

type World = ReturnType<typeof notifyWorld>;

/** What explain says of the reports, in the order of their counts, and who is asked once they are posted. */
async function foretoldAndTold(
  world: World,
  reports: readonly ReturnType<typeof broken>[],
  notifications: readonly unknown[],
): Promise<{ foretold: Explained[]; told: Set<string> }> {
  const project = await ensureProject(world.a.ports, "shop");
  const parsed = { reports, rejected: [], notifications };
  const { events } = await explain(world.a.ports, { project, parsed });
  const before = world.asked.length;
  await world.post(world.a, reports, notifications);
  await world.a.settle();
  await drainOutbox(world.a.ports);
  const told = new Set(world.asked.slice(before).map(({ url }) => url));
  return { foretold: events.toSorted((a, b) => a.count - b.count), told };
}

/** The next notice comes, or is held back, with the very event that was named before. */
function expectNext(
  foretold: readonly Explained[],
  number: number,
  next: Map<string, number>,
  place: string,
): void {
  for (const { count, notifications } of foretold) {
    const one = notifications[number];
    if (!one) throw new Error("every destination is explained");
    const due = next.get(`${number}`);
    // A muted issue may have come back before its turn, and what is told besides has none: that is held back, too.
    const isItsTurn = ["count", "ignored"].includes(one.why);
    const isHeldBesides = one.why === "ignored" && one.besides !== undefined;
    if (due !== undefined && !isHeldBesides && !["regressed", "muted"].includes(one.why))
      expect(isItsTurn, `${place} at ${count}`).toBe(count === due);
    if (one.nextIn !== null) next.set(`${number}`, count + one.nextIn);
  }
}

async function decideSomething(world: World, pick: (below: number) => number, count: number): Promise<void> {
  const status = (["resolved", "ignored", "unresolved"] as const)[pick(6)];
  if (!status) return;
  world.clock.set(world.clock.now() + 40_000);
  const { id: issue } = await world.issue();
  const mute = pick(3) === 0 ? { total: count + pick(6) + 1 } : undefined;
  await decide(world.a.ports, { project: "shop", issue, status, mute, by: "test" });
  await world.settle(world.a);
}
