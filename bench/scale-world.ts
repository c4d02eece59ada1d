import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { drainOutbox } from "@faultline/service/notify/drain";
import type { Key, Ports } from "@faultline/service/ports";
import { PARKED } from "@faultline/service/projection/parked";
import { ensureProject } from "@faultline/service/projects/projects";
import { logItemKind } from "@faultline/service/table/layout";
import { collect, queryAll } from "@faultline/service/table/query-all";
import { memoryRegion, REGIONS } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { type Contended, contendedTable } from "./contended-table.js";
import { type EventClock, eventClock } from "./event-clock.js";
import { shardReducer } from "./shard-reducer.js";

/** Traffic, and what it meets. */
export interface Load {
  readonly eventsASecond: number;
  readonly eventsAPost: number;
  readonly issues: number;
  readonly shards: number;
  /** Virtual time: what goes by before anything is counted, and what is counted. */
  readonly warmSeconds: number;
  readonly seconds: number;
  /** Each POST stands for so many. */
  readonly standsFor: number;
}

export interface Lived {
  readonly view: Contended;
  readonly log: Contended;
  readonly lags: readonly number[];
  /** For how long the oldest waited that was not folded, half through what was counted and at its end, in milliseconds. */
  readonly waited: readonly [number, number];
  readonly invocations: number;
  /** Of all reducers together. */
  readonly busyMilliseconds: number;
  /** Packs that were set aside after three attempts. */
  readonly parked: number;
}

const START = Date.UTC(2026, 10, 24, 12);
/** Enough for meeting each issue. */
const PREPARING_MILLISECONDS = 60_000;
const SLACK = { type: "slack", endpoint: "https://hooks.slack.com/services/T/B/scale" };

/** A region under a load: the real code of a reducer for each shard, over tables in memory at which they meet. */
export async function live(load: Load): Promise<Lived> {
  const { shards: count, issues, standsFor, eventsAPost, seconds } = load;
  const clock = eventClock(START);
  const random = seeded(1);
  const preparing = sourceOf(clock, issues, random);
  await clock.runUntil(START + PREPARING_MILLISECONDS);
  const source = await preparing;
  const { view, log, ports } = contended(source.ports, random, load);
  const pace = { eventsAPack: eventsAPost, standsFor };
  const shards = Array.from({ length: count }, () => shardReducer(ports, pace));
  void arrive(clock, load, async () => {
    for (const pack of await source.post(eventsAPost)) shards[Math.floor(random() * count)]?.add(pack);
  });

  const from = clock.now() + load.warmSeconds * 1000;
  await clock.runUntil(from);
  for (const one of [view, log, ...shards]) one.begin();
  await clock.runUntil(from + seconds * 500);
  const half = longest();
  await clock.runUntil(from + seconds * 1000);
  const used = shards.map((shard) => shard.used());
  return {
    view,
    log,
    lags: shards.flatMap((shard) => shard.lags),
    waited: [half, longest()],
    invocations: used.reduce((sum, { invocations }) => sum + invocations, 0),
    busyMilliseconds: used.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    parked: (await collect(queryAll(source.ports.view, { pk: PARKED }))).length,
  };

  function longest(): number {
    return Math.max(...shards.map((shard) => shard.waited()));
  }
}

/** The region's own tables with what reducers meet around them. */
function contended(ports: Ports, random: () => number, { issues, standsFor }: Load) {
  /** Pages hold entries; of many issues there are as many fewer as there are POSTs. */
  const weightOf = ({ pk, sk }: Key): number =>
    /^[DM]#/.test(sk) && (issues === 1 || pk.startsWith("P#")) ? standsFor : 1;
  const setting = { clock: ports.clock, random, kindOf, weightOf };
  const view = contendedTable(ports.view, setting);
  const log = contendedTable({ ...ports.log, delete: () => Promise.reject(new Error("the log")) }, setting);
  return { view, log, ports: { ...ports, view: view.table, log: log.table } };
}

/** Which of the rows that many write a key is of. */
function kindOf({ pk, sk }: Key): string {
  if (pk.startsWith("I#")) return sk === "0" ? "issue" : "beside issue";
  if (pk.startsWith("P#")) return sk === "0" ? "project" : "beside project";
  if (pk.startsWith("L#") || pk.startsWith("G#")) return "list";
  return pk.startsWith("X#out") ? "outbox" : "other";
}

/** Where packs come from: the real intake, which no time passes in. */
async function sourceOf(clock: EventClock, issues: number, random: () => number) {
  const region = memoryRegion({
    region: REGIONS[0] ?? "",
    clock,
    seed: 1,
    send: async () => ({ kind: "answered", answer: { status: 200, headers: {}, body: "ok" } }),
  });
  const { ports } = region;
  const { feed } = region.log;
  const project = await ensureProject(ports, "shop");
  const post = (of: readonly number[]) => {
    const reports = of.map((issue) => ({
      level: "error" as const,
      type: `Failure${issue}`,
      message: "it broke",
      eventId: ports.ids.unique(),
      timestamp: clock.now(),
      exceptions: [],
    }));
    const parsed = { reports, rejected: [], notifications: [SLACK] };
    return ingest(forRequest(ports), { project, parsed });
  };
  // Each issue is known before: what the first event of one costs is told by `bench cost`.
  for (let issue = 0; issue < issues; issue++) await post([issue]);
  await region.settle();
  await drainOutbox(ports);
  return {
    ports,
    /** Takes in a POST with so many events, and gives back what the stream tells of it. */
    async post(events: number) {
      await post(Array.from({ length: events }, () => Math.floor(random() * issues)));
      const records = feed.read(feed.cursor("reduce"), Number.POSITIVE_INFINITY);
      const seq = records.at(-1)?.seq ?? feed.cursor("reduce");
      for (const cursor of ["reduce", "replicate"] as const) await feed.advance(cursor, seq);
      await feed.trim();
      return records.flatMap(({ key, new: item }) => (item && logItemKind(key) === "pack" ? [item] : []));
    },
  };
}

/** Posts at an even pace, several within a millisecond if need be. */
async function arrive(clock: EventClock, load: Load, post: () => Promise<void>): Promise<void> {
  const apart = (1000 * load.eventsAPost * load.standsFor) / load.eventsASecond;
  for (let next = clock.now(); ; next += apart) {
    if (next >= clock.now() + 1) await clock.sleep(next - clock.now());
    await post();
  }
}
