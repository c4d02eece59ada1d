import { type Accepted, newIssueOf } from "@faultline/core/event";
import type { Report } from "@faultline/core/report";
import { readPack } from "@faultline/service/ingest/pack";
import type { Item, Ports } from "@faultline/service/ports";
import { describeView } from "@faultline/service/projection/describe";
import { rebuild } from "@faultline/service/projection/rebuild";
import { deletionKey, isDeletion, packKey, SINGLE } from "@faultline/service/table/layout";
import { scanAll } from "@faultline/service/table/scan-all";
import { wrapLog } from "@faultline/service/table/wrap-table";
import { memoryTable } from "@faultline/testing/memory-table";
import { auditAccounts } from "./audit-accounts.js";
import { auditDecided } from "./audit-decided.js";
import { auditMuted } from "./audit-muted.js";
import { auditNotices, type Notices } from "./audit-notices.js";
import { auditRegion } from "./audit-region.js";
import { auditRest, auditSelfReports } from "./audit-rest.js";
import type { Kept } from "./calendar.js";
import { everWritten } from "./ever-written.js";
import { auditQuiet } from "./quiet.js";
import type { SimulatedRegion } from "./region.js";
import { type Roots, rootsIn } from "./roots.js";
import { type Fail, PROJECT } from "./stage.js";
import { untroubled } from "./surroundings.js";
import { wantedTime } from "./wanted-time.js";
import type { SimulatedWorld, Violation } from "./world.js";

export interface Audit extends Notices {
  readonly violations: readonly Violation[];
}

/** Holds a world at rest against every promise. What it should hold is told from what clients sent, not from our code. */
export async function audit(world: SimulatedWorld): Promise<Audit> {
  const { fail } = world;
  const calm = world.regions.map(calmPorts);
  const [first] = calm;
  if (!first) throw new Error("there are two regions");
  const isLong = world.calendar.hasExpired(world.now);
  const logs = await Promise.all(
    calm.map((ports, place) => (isLong ? eventsEverIn(ports, world, place) : eventsIn(ports, world))),
  );
  const deleted = await deletedIn(first, world, fail);
  const stored = logs.map((events) => storedOf(events, world, fail));
  auditAccepted(stored, world, fail);

  // The views are the same, or that is said below: one region's answers, every other world the other's. What is kept
  // of what has expired may differ.
  const place = world.client.sent.size % calm.length;
  const kept = world.calendar.kept(world.now);
  const roots = await rootsOf(first, world);
  for (const [each, ports] of calm.entries())
    if (isLong || each === place)
      await auditRegion(
        ports,
        { ...leftOf(logs[each] ?? [], deleted, world, fail), kept, roots, random: world.dice.random },
        fail,
      );
  await auditRest(calm, world, fail);
  await auditAccounts(calm, world.accounts, fail);
  const copies = await copiesEverIn(calm, world);
  auditQuiet(world, copies, fail);
  const inFirst: Stored = stored[0] ?? new Map();
  if (!isLong) await auditShort(calm, inFirst, roots, world);
  auditSelfReports((logs[0] ?? []).filter(isOwn), world, fail);
  await world.traffic.audit(calm, logs);
  for (const { view } of calm) await countRewritten(view, world);
  const notices = await auditNotices(first, { stored: inFirst, copies }, world, fail);
  return { violations: world.violations, ...notices };
}

/** What holds where nothing was forgotten yet. */
async function auditShort(calm: readonly Ports[], stored: Stored, roots: Roots, world: SimulatedWorld) {
  const issues = new Set([...stored.values()].map(({ issue }) => issue));
  await auditViews(calm, world, world.fail);
  await auditDecided(calm, [...issues], { said: world.people.said, roots }, world.fail);
  await auditMuted(calm, stored, world, world.fail);
}

const calmPorts = ({ memory, ports: { blobs, spool, view } }: SimulatedRegion): Ports => ({
  ...memory.ports,
  blobs,
  spool,
  view: untroubled(view),
});

const isOwn = ({ project }: InLog): boolean => project !== PROJECT;

async function rootsOf(ports: Ports, { dice }: SimulatedWorld): Promise<Roots> {
  const roots = await rootsIn(ports);
  if (roots.hasCircle) dice.happened("mergedInCircle");
  return roots;
}

function auditAccepted(stored: readonly Stored[], world: SimulatedWorld, fail: Fail): void {
  for (const id of world.client.acked)
    if (!stored.every((events) => events.has(id)))
      fail("I1 lost", `${id} was accepted and is not in both logs`);
}

/** An event as it has to be counted. */
export interface Wanted {
  readonly id: string;
  readonly issue: string;
  readonly receivedAt: number;
  readonly at: number;
  readonly reopensBefore: number;
  readonly user: string;
  readonly type: string;
  readonly release: string;
}
export type Stored = ReadonlyMap<string, Wanted>;

/** What a region has to know of: all that was stored and not deleted, and what it may have forgotten since. */
export interface Memory {
  readonly stored: Stored;
  /** With what was deleted of issues alone: a project's own figures keep it. */
  readonly ofProject: Stored;
  readonly kept: Kept;
  /** Which issues are shown as one. */
  readonly roots: Roots;
  readonly random: () => number;
}
type Deleted = ReadonlyMap<string, number>;

/** An event in a log, with what its pack's row tells of the request. */
interface InLog extends Accepted {
  readonly sentAt: number | undefined;
}

/** Every event that was ever in a region's log, in the state its pack had last. */
async function eventsEverIn(ports: Ports, world: SimulatedWorld, place: number): Promise<InLog[]> {
  const last = new Map(packsEverIn(world, place).map((item) => [item.pk, item]));
  return (await Promise.all([...last.values()].map((item) => inLog(ports, item)))).flat();
}

/** Every state of every pack that a region's log ever held, but for those that nobody can read. */
function packsEverIn({ regions, traffic }: SimulatedWorld, place: number): Item[] {
  const poisoned = new Set([...traffic.poisoned].map((name) => packKey(name).pk));
  return everWritten(regions[place]).filter(({ pk }) => pk.startsWith("K#") && !poisoned.has(pk));
}

const inLog = async (ports: Ports, item: Item): Promise<InLog[]> =>
  (await readPack(ports, item)).map((accepted) => ({ ...accepted, sentAt: sentIn(item) }));

/** Every event in a region's log, as often as it lies there. */
async function eventsIn(ports: Ports, world: SimulatedWorld): Promise<InLog[]> {
  const { log } = withoutPoison(ports, world);
  const events: InLog[] = [];
  for await (const item of scanAll(log))
    if (item.pk.startsWith("K#")) events.push(...(await inLog(ports, item)));
  return events;
}

const sentIn = (item: Item): number | undefined => (typeof item.sa === "number" ? item.sa : undefined);

/** Up to when a log says that each issue is deleted; for an empty name, all of them. What was told to be done is there. */
async function deletedIn(
  { log }: Ports,
  { deletions, people }: SimulatedWorld,
  fail: Fail,
): Promise<Deleted> {
  const deleted = new Map<string, number>();
  const asked = deletions.map((deletion) => deletion.issue ?? "");
  for (const issue of new Set([...asked, ...people.merging.touched])) {
    const { items } = await log.query({ pk: deletionKey(PROJECT, issue, "").pk });
    const cuts = items.filter(isDeletion).map(({ cut }) => Number(cut));
    deleted.set(issue, Math.max(-1, ...cuts));
  }
  for (const { issue = "", at } of deletions.filter(({ isDone }) => isDone))
    if ((deleted.get(issue) ?? -1) < at) fail("I6 deletion", `${issue || "the project"} came back`);
  return deleted;
}

/** Each of the clients' events once, as its copy in the pack with the smallest name says. */
function storedOf(events: readonly InLog[], world: SimulatedWorld, fail: Fail): Stored {
  const stored = new Map<string, Wanted & { pack: string }>();
  const issues = new Map<string, string>();
  for (const accepted of events.filter(({ project }) => project === PROJECT)) {
    const { event, pack } = accepted;
    const sent = world.client.sent.get(event.id);
    if (!sent) fail("I3 phantom", `${event.id} is stored, and nobody sent it`);
    const own = newIssueOf(PROJECT, event);
    const issue = issues.get(event.type) ?? own;
    issues.set(event.type, issue);
    if (issue !== own) fail("I3 issue", `${event.type} has two issues`);
    if (pack < (stored.get(event.id)?.pack ?? "~")) stored.set(event.id, wantedOf(accepted, issue, sent));
  }
  return stored;
}

/**
 * Each copy that was ever seen of the clients' events, by itself: something may have been done as of one before another one
 * came, or took its place.
 */
async function copiesEverIn(calm: readonly Ports[], world: SimulatedWorld): Promise<Wanted[]> {
  // Only in weeks is anything quiet for long enough.
  if (!world.calendar.isLong && !world.traffic.asked.isAlso) return [];
  const copies = calm.flatMap((ports, place) => packsEverIn(world, place).map((item) => inLog(ports, item)));
  return (await Promise.all(copies))
    .flat()
    .filter(({ project }) => project === PROJECT)
    .map((one) => wantedOf(one, newIssueOf(PROJECT, one.event), world.client.sent.get(one.event.id)));
}

/** What deletions leave: each copy that was received later. An issue's deletion leaves it in the project's own figures. */
function leftOf(events: readonly InLog[], deleted: Deleted, world: SimulatedWorld, fail: Fail) {
  const ofAll = deleted.get("") ?? -1;
  const ofProject = events.filter(({ receivedAt }) => receivedAt > ofAll);
  const left = ofProject.filter(
    ({ event, receivedAt }) => receivedAt > (deleted.get(newIssueOf(PROJECT, event)) ?? -1),
  );
  return { stored: storedOf(left, world, fail), ofProject: storedOf(ofProject, world, fail) };
}

function wantedOf({ pack, receivedAt, sentAt, event }: InLog, issue: string, sent: Report | undefined) {
  const time = wantedTime({ timestamp: sent?.timestamp, sentAt, receivedAt });
  const said = { type: event.type, user: sent?.user?.id ?? "", release: sent?.release ?? "" };
  return { id: event.id, issue, pack, receivedAt, ...said, ...time };
}

/** Counts the series that were written anew, to see that they are. */
async function countRewritten(view: Ports["view"], { dice }: SimulatedWorld): Promise<void> {
  for await (const { pk, sk, gen } of scanAll(view))
    if (sk === SINGLE && /^[IP]#/.test(pk) && Number(gen) > 0) dice.happened("rewritten");
}

/** Both regions' views are the same, and the same as one made anew from the log. */
async function auditViews(calm: readonly Ports[], world: SimulatedWorld, fail: Fail): Promise<void> {
  const rebuilt = calm
    .slice(0, 1)
    .map((ports) => ({ ...ports, view: memoryTable({ clock: ports.clock, hasFeed: false }).table }));
  for (const ports of rebuilt) await rebuild(withoutPoison(ports, world), () => undefined);
  const views = await Promise.all([...calm, ...rebuilt].map(describeView));
  const [inA, inB, anew] = views.map(({ lines }) => JSON.stringify(lines));
  if (views.some(({ broken }) => broken.length > 0)) fail("I2 broken", "a count contradicts its entries");
  if (inA !== inB) fail("I2 diverged", "the regions' views differ");
  if (inA !== anew) fail("I2 rebuild", "a rebuilt view differs");
}

/** A log without the packs nobody can read: a rebuild refuses to leave anything out. */
const withoutPoison = (ports: Ports, world: SimulatedWorld): Ports => ({
  ...ports,
  log: {
    ...wrapLog(ports.log, (call) => call()),
    scan: async (after) => {
      const page = await ports.log.scan(after);
      return { ...page, items: page.items.filter(({ pk }) => !world.traffic.poisoned.includes(pk.slice(2))) };
    },
  },
});
