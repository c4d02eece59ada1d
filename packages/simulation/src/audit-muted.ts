import { groupBy } from "@faultline/core/group-by";
import { type Mute, TriageState } from "@faultline/core/status";
import type { Ports } from "@faultline/service/ports";
import { getIssues } from "@faultline/service/query/issues";
import { statusKey } from "@faultline/service/table/layout";
import type { Stored, Wanted } from "./audit.js";
import { decisionsOn, deliveriesOf } from "./ever-written.js";
import { type Fail, mayBeDeleted, PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Nobody is kept in the dark by a mute that is over: nothing was held back beyond what any mute of the issue could hold. */
export async function auditMuted(
  calm: readonly Ports[],
  stored: Stored,
  world: SimulatedWorld,
  fail: Fail,
): Promise<void> {
  for (const [issue, events] of groupBy([...stored.values()], (event) => event.issue)) {
    if (mayBeDeleted(world, issue) || world.people.merging.touched.has(issue)) continue;
    const mutes = mutesOf(world, issue);
    const users = fewestUsers(events);
    for (const count of heldAsMuted(world, issue))
      if (!mutes.some((mute) => mayHold(mute, count, users)))
        fail("I5 muted", `event ${count} of ${issue} was held back, and no mute holds so many`);
    for (const ports of calm) await auditMuteOver(ports, issue, events, fail);
  }
}

function mayHold(mute: Mute, count: number, fewest: (count: number) => number): boolean {
  if ("total" in mute) return count < mute.total;
  // By time, and by what came within a time, it depends on when.
  return "users" in mute ? fewest(count) < mute.users : true;
}

/** How many users any so many of the events are of, at the least. */
function fewestUsers(events: readonly Wanted[]): (count: number) => number {
  const most = [...groupBy(events, ({ user }) => user).values()]
    .map((own) => own.length)
    .sort((a, b) => b - a);
  return (count) => {
    let left = count;
    return most.filter((own) => {
      const isNeeded = left > 0;
      left -= own;
      return isNeeded;
    }).length;
  };
}

/** What people ever set, be it overtaken by now. */
const mutesOf = (world: SimulatedWorld, issue: string): Mute[] =>
  decisionsOn(world, issue).flatMap(({ mute }) => mute ?? []);

function heldAsMuted(world: SimulatedWorld, issue: string): number[] {
  const held = deliveriesOf(world, issue).filter(
    ({ kind, reason }) => reason === "muted" && (kind === "first" || kind === "count"),
  );
  return held.flatMap(({ counts = [] }) => counts);
}

/** A mute ends by so many events of one window, of the one it was set in without those known then: fewer do not end it. */
async function auditMuteOver(
  ports: Ports,
  issue: string,
  events: readonly Wanted[],
  fail: Fail,
): Promise<void> {
  const { mute, isMuteOver } = (await getIssues(ports, PROJECT, [issue])).get(issue) ?? {};
  const row = await ports.log.get(statusKey(PROJECT, issue));
  const { muted } = row ? TriageState.parse(row) : {};
  if (!isMuteOver || !muted || !mute || !("window" in mute)) return;
  const length = LENGTHS[mute.window];
  const windows = groupBy(events, ({ at }) => Math.floor(at / length) * length);
  const [began, had] = mute.had ?? [muted.at, 0];
  const isRight = [...windows].some(
    ([start, own]) => start >= began && own.length - (start === began ? had : 0) >= mute.count,
  );
  if (!isRight) fail("I5 muted", `a mute of ${issue} is over in ${ports.region}, and too few events came`);
}
