import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import type { Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import type { Webhook } from "./asked-destinations.js";
import type { Stored, Wanted } from "./audit.js";
import { auditAlso } from "./audit-also.js";
import { auditBack } from "./audit-back.js";
import { lastGap } from "./audit-kept.js";
import { deliveriesOf } from "./ever-written.js";
import { type Fail, mayBeDeleted, PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

export interface Notices {
  readonly due: number;
  /** Told once more than needed. */
  readonly duplicated: number;
}

/** A destination that every event asks to tell, and by which name it is kept. */
type Asked = Webhook & { readonly config: string };

/** Every due count was told, or kept as held back; one told twice has a fault that explains it. */
export async function auditNotices(
  ports: Ports,
  { stored, copies }: { readonly stored: Stored; readonly copies: readonly Wanted[] },
  world: SimulatedWorld,
  fail: Fail,
): Promise<Notices> {
  const list = { project: PROJECT, status: "all", sort: "lastSeen", limit: 100 } as const;
  const { issues } = await listIssues(ports, list);
  const events = groupBy([...stored.values()], ({ issue }) => issue);
  const each: Notices[] = [];
  const { asked: destinations } = world.traffic;
  for (const rule of destinations.webhooks) {
    const asked = { ...rule, config: await destinations.configOf(ports, rule.url) };
    auditAlso(world, copies, asked, fail);
    await auditBack(ports, issues, world, asked.config);
    each.push(
      ...issues.map((issue) => auditIssue({ issue, asked }, events.get(issue.id) ?? [], world, fail)),
    );
  }
  return each.reduce((a, b) => ({ due: a.due + b.due, duplicated: a.duplicated + b.duplicated }), {
    due: 0,
    duplicated: 0,
  });
}

function auditIssue(
  { issue: { id, count }, asked }: { readonly issue: Issue; readonly asked: Asked },
  events: readonly Wanted[],
  world: SimulatedWorld,
  fail: Fail,
): Notices {
  const life = lifeOf(id, events, world);
  const isTouched = world.people.merging.touched.has(id);
  // What was told before a deletion is told again after it, and of a merged issue its parts had told. Without a config there is nobody to tell.
  if (!world.traffic.isConfigKept || life === "unsure" || mayBeDeleted(world, id) || isTouched)
    return { due: 0, duplicated: 0 };
  const told = tellersOf(world, id, { ...asked, since: life.since });
  const isSilenced = world.people.silenced.has(id);
  const held = isSilenced ? heldOf(world, id, { ...asked, since: life.since }) : new Set<number>();
  const due = dueOf(asked, count);
  let duplicated = 0;
  for (const n of due) {
    const tellers = told.get(n) ?? [];
    duplicated += Math.max(0, tellers.length - 1);
    const isMissed = tellers.length === 0 && !held.has(n) && !world.traffic.asked.isPausing;
    if (isMissed) fail("I5 missed", `${id}: ${asked.url} was not told of event ${n} of ${count}`);
    else auditTellers(world, { id, n, ...asked }, tellers, fail);
  }
  return { due: due.length, duplicated };
}

/**
 * A region tells twice only when its sender ended before it knew it had told. That another region tells it again, because
 * the first one's ledger has not come there, takes a change of leader, and `Watcher.watchTelling` looks at the ledger.
 */
function auditTellers(
  { destination }: SimulatedWorld,
  { id, n, config, url }: Asked & { readonly id: string; readonly n: number },
  tellers: readonly string[],
  fail: Fail,
): void {
  const twice = tellers.filter((region, place) => tellers.indexOf(region) !== place);
  if (!twice.every((region) => destination.isExcused(region, id, config)))
    fail(
      "I5 twice",
      `${url} was told of event ${n} of ${id} by ${tellers.join(", ")}, and nothing explains it`,
    );
}

/** Since when an issue counts, if it was not forgotten; "unsure" when it may have been. */
function lifeOf(
  id: string,
  events: readonly Wanted[],
  world: SimulatedWorld,
): { readonly since: number } | "unsure" {
  const { calendar, now, destination } = world;
  const { forgottenAfter, goneAfter } = calendar.kept(now);
  const may = lastGap(events, forgottenAfter);
  const has = lastGap(events, goneAfter);
  if (may?.to !== has?.to) return "unsure";
  // What was told or held back late is remembered later, too, and an issue that comes back before that may be told nobody.
  const toldAt = destination.arrived.filter(({ issue }) => issue === id).map(({ at }) => at);
  const heldAt = has ? deliveriesOf(world, id).map(({ at }) => at) : [];
  const isLate = (at: number): boolean => has !== undefined && at < has.to && at > has.to - goneAfter;
  if ([...toldAt, ...heldAt].some(isLate)) return "unsure";
  return { since: has ? has.from + goneAfter : Number.NEGATIVE_INFINITY };
}

/** Which regions told each count of an issue since then, in their order. */
function tellersOf(
  world: SimulatedWorld,
  id: string,
  { url, since }: Asked & { readonly since: number },
): Map<number, string[]> {
  const told = new Map<number, string[]>();
  const own = world.destination.arrived.filter(
    (one) => one.issue === id && one.url === url && one.at >= since,
  );
  for (const { region, counts } of own) for (const n of counts) told.set(n, [...(told.get(n) ?? []), region]);
  return told;
}

/** The counts of an issue that were held back on purpose since then: it was ignored, or muted. */
function heldOf(
  world: SimulatedWorld,
  issue: string,
  { config, since }: Asked & { readonly since: number },
): Set<number> {
  const held = deliveriesOf(world, issue).filter(
    ({ outcome, reason, at, ...one }) =>
      one.config === config && outcome === "held" && /ignored|muted/.test(reason ?? "") && at >= since,
  );
  return new Set(held.flatMap(({ counts = [] }) => counts));
}

const dueOf = ({ threshold, notifyInterval }: Asked, count: number): number[] =>
  Array.from({ length: count }, (_, place) => place + 1).filter(
    (n) => n === 1 || (n >= threshold && n % notifyInterval === 0),
  );
