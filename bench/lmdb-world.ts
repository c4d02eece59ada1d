import { type Accepted, newIssueOf } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import { systemClock } from "@faultline/local/region/system-clock";
import { openStore } from "@faultline/local/storage/lmdb-store";
import { createApp } from "@faultline/service/http/app";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { DISK_QUALITY, readPack } from "@faultline/service/ingest/pack";
import type { Ports } from "@faultline/service/ports";
import { foldIssue } from "@faultline/service/projection/fold-issue";
import { foldProject } from "@faultline/service/projection/fold-project";
import { placeOf } from "@faultline/service/projection/former-issue";
import { noteReleases } from "@faultline/service/projection/rows/releases";
import { markAsRenewed } from "@faultline/service/projection/view-mark";
import { ensureProject } from "@faultline/service/projects/projects";
import { untilWritten } from "@faultline/service/table/compare-and-swap";
import { inPool } from "@faultline/service/table/in-pool";
import { MASTER_KEY, memoryRegion } from "@faultline/testing/memory-world";
import { countedReads } from "./counted-reads.js";

const REGION = "us-east-1";
const PROJECT = "shop";
const REPORTS_A_PACK = 500;
const PACKS_AT_ONCE = 40;
/** Each waits for its writes to be on the disk: the more do at once, the fewer syncs it takes. */
const ISSUES_AT_ONCE = 500;
const COUNTED_AT_ONCE = 2_000;

type Reports = Parameters<typeof ingest>[1]["parsed"]["reports"];

interface Answer {
  readonly milliseconds: number;
  /** Of this process, all of its threads. */
  readonly processorMilliseconds: number;
  readonly text: string;
}

/** A region over the store of the local world, whose project `shop` is filled at once and asked through the HTTP API. */
export function lmdbWorld(path: string, now: () => number, seed: number) {
  const clock: Ports["clock"] = { ...systemClock, now };
  const store = openStore({ path, region: REGION, clock });
  const { ports: memory } = memoryRegion({ region: REGION, clock, seed });
  const log = countedReads(store.log.table);
  const view = countedReads(store.view);
  const ports: Ports = { ...memory, log: log.table, view: view.table };
  // Filling is no request: however busy the machine is, each write is waited for.
  const filling: Ports = {
    ...ports,
    clock: { ...clock, within: (_, work) => work },
    settings: { ...ports.settings, packQuality: DISK_QUALITY },
  };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 15_000,
  });
  return {
    close: () => store.close(),
    /** Units that DynamoDB would count for what was read so far. */
    read: () => log.units() + view.units(),
    /**
     * Takes in reports and folds them. Those of an issue had better stand together: each issue is then written a few times, and not
     * once for every few of its events. What comes out is the same: counting is adding to a set.
     */
    async fill(reports: Reports): Promise<void> {
      const counted: Accepted[] = [];
      for (let from = 0; from < reports.length; from += REPORTS_A_PACK * PACKS_AT_ONCE)
        counted.push(
          ...(await foldIssues(
            filling,
            await taken(reports.slice(from, from + REPORTS_A_PACK * PACKS_AT_ONCE)),
          )),
        );
      counted.sort((a, b) => a.at - b.at);
      for (let from = 0; from < counted.length; from += COUNTED_AT_ONCE)
        await untilWritten(filling, () =>
          foldProject(filling, PROJECT, counted.slice(from, from + COUNTED_AT_ONCE)),
        );
      await markAsRenewed(ports);
    },
    async ask(address: string): Promise<Answer> {
      const start = performance.now();
      const used = process.cpuUsage();
      const response = await app.request(address, { headers: { "x-api-key": MASTER_KEY } });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text}`);
      const { user, system } = process.cpuUsage(used);
      return {
        milliseconds: performance.now() - start,
        processorMilliseconds: (user + system) / 1000,
        text,
      };
    },
  };

  /** The reports as events of stored packs. */
  async function taken(reports: Reports): Promise<readonly Accepted[]> {
    const project = await ensureProject(filling, PROJECT);
    const packs = Array.from({ length: Math.ceil(reports.length / REPORTS_A_PACK) }, (_, place) =>
      reports.slice(place * REPORTS_A_PACK, (place + 1) * REPORTS_A_PACK),
    );
    await Promise.all(
      packs.map((some) => ingest(forRequest(filling), { project, parsed: { reports: some, rejected: [] } })),
    );
    const { feed } = store.log;
    const records = feed.read(feed.cursor("reduce"), Number.POSITIVE_INFINITY);
    await feed.advance("reduce", records.at(-1)?.seq ?? 0);
    const items = records.flatMap(({ key, new: item }) => (item && key.pk.startsWith("K#") ? [item] : []));
    return (await Promise.all(items.map((item) => readPack(filling, item)))).flat();
  }
}

/** Folds events into their issues; gives back what of them their project counts. */
async function foldIssues(ports: Ports, events: readonly Accepted[]): Promise<readonly Accepted[]> {
  const byIssue = groupBy(events, ({ event }) => newIssueOf(PROJECT, event));
  await inPool(
    ISSUES_AT_ONCE,
    [...byIssue].map(([issue, own]) => async () => {
      await untilWritten(ports, () => foldIssue(ports, { project: PROJECT, issue, events: own }, placeOf));
    }),
  );
  await noteReleases(ports, PROJECT, events);
  return events.map((accepted) => ({ ...accepted, event: { ...accepted.event, ...LEFT_OUT } }));
}

/** A million events whole would not fit the memory. */
const LEFT_OUT = { message: "", exceptions: [], tags: undefined, contexts: undefined, user: undefined };
