import type { Issue } from "../stories/api.js";
import { REGIONS, type RegionName, type RunningWorld } from "../stories/running-world.js";
import type { Attempt, Farewell } from "./attempt.js";

/** What the regions hold in the end, against what clients were told. */
export interface Audit {
  /** Events of requests answered with 2xx. */
  readonly accepted: number;
  /** Of those, how many a region does not list. */
  readonly lost: number;
  /** Events beyond the first of each id that some count includes. */
  readonly countedTwice: number;
  /** Listed, but never sent by anybody. */
  readonly phantoms: number;
  /** Stored though its client never heard so: a region that was killed between the write and the answer. */
  readonly storedUnanswered: number;
  readonly issues: number;
  readonly events: Readonly<Record<string, number>>;
  /** True when both regions list the same events and show the same counts and times. */
  readonly areEqual: boolean;
}

interface Held {
  readonly region: RegionName;
  readonly issues: readonly Issue[];
  readonly ids: readonly string[];
}

/** Looks at every event in both regions. */
export async function audit(
  world: RunningWorld,
  project: string,
  attempts: readonly Attempt[],
): Promise<Audit> {
  const sent = new Set(attempts.flatMap(({ ids }) => ids));
  const accepted = new Set(attempts.filter(({ end }) => end === "accepted").flatMap(({ ids }) => ids));
  const all = await Promise.all(REGIONS.map((region) => heldBy(world, region, project)));
  const lists = all.map(({ ids }) => new Set(ids));
  const missing = [...accepted].filter((id) => lists.some((list) => !list.has(id)));
  const listed = new Set(lists.flatMap((list) => [...list]));
  const countOf = ({ issues }: Held): number => issues.reduce((sum, { count }) => sum + count, 0);
  const [first, ...others] = all.map(({ issues, ids }) => JSON.stringify([issues, [...ids].sort()]));
  return {
    accepted: accepted.size,
    lost: missing.length,
    countedTwice: all.reduce((sum, held, place) => sum + countOf(held) - (lists[place]?.size ?? 0), 0),
    phantoms: [...listed].filter((id) => !sent.has(id)).length,
    storedUnanswered: [...listed].filter((id) => sent.has(id) && !accepted.has(id)).length,
    issues: all[0]?.issues.length ?? 0,
    events: Object.fromEntries(all.map((held) => [held.region, countOf(held)])),
    areEqual: others.every((other) => other === first),
  };
}

/** True when all that was promised was kept, and our client has nothing left that it could not send. */
export const isWhole = (audit: Audit, own: Farewell | undefined): boolean =>
  audit.lost === 0 &&
  audit.countedTwice === 0 &&
  audit.phantoms === 0 &&
  audit.areEqual &&
  own?.lost === 0 &&
  own.waiting === 0;

async function heldBy(world: RunningWorld, region: RegionName, project: string): Promise<Held> {
  const api = world.api(region);
  const issues = await api.issues(project);
  const ids: string[] = [];
  for (const { id } of issues) ids.push(...(await api.occurrences(project, id)).map((one) => one.id));
  return { region, issues: [...issues].sort((a, b) => (a.id < b.id ? -1 : 1)), ids };
}
