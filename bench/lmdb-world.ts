import { systemClock } from "@faultline/local/region/system-clock";
import { openStore } from "@faultline/local/storage/lmdb-store";
import { createApp } from "@faultline/service/http/app";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import type { Ports } from "@faultline/service/ports";
import { reduce } from "@faultline/service/projection/reduce";
import { markAsRenewed } from "@faultline/service/projection/view-mark";
import { ensureProject } from "@faultline/service/projects/projects";
import { MASTER_KEY, memoryRegion } from "@faultline/testing/memory-world";

const REGION = "us-east-1";

type Reports = Parameters<typeof ingest>[1]["parsed"]["reports"];

interface Answer {
  readonly milliseconds: number;
  readonly text: string;
}

/** A region over the store of the local world, whose project `shop` is filled by batches and asked through the HTTP API. */
export function lmdbWorld(path: string, now: () => number, seed: number) {
  const clock: Ports["clock"] = { ...systemClock, now };
  const store = openStore({ path, region: REGION, clock });
  const { ports: memory } = memoryRegion({ region: REGION, clock, seed });
  const ports: Ports = { ...memory, log: store.log.table, view: store.view };
  // Filling is no request: however busy the machine is, each write is waited for.
  const filling: Ports = { ...ports, clock: { ...clock, within: (_, work) => work } };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 15_000,
  });
  return {
    close: () => store.close(),
    /** Units that DynamoDB would count for what was read so far. */
    read: () => store.log.table.units().read + store.view.units().read,
    /** Takes in some batches at once, and folds them. */
    async fill(batches: readonly Reports[]): Promise<void> {
      const project = await ensureProject(filling, "shop");
      const all = batches.map((reports) =>
        ingest(forRequest(filling), { project, parsed: { reports, rejected: [] } }),
      );
      await Promise.all(all);
      const { feed } = store.log;
      const records = feed.read(feed.cursor("reduce"), 100_000);
      await reduce(
        filling,
        records.map(({ old, new: item, expired }) => ({ old, new: item, expired })),
      );
      await feed.advance("reduce", records.at(-1)?.seq ?? 0);
    },
    markAsFilled: () => markAsRenewed(ports),
    async ask(address: string): Promise<Answer> {
      const start = performance.now();
      const response = await app.request(address, { headers: { "x-api-key": MASTER_KEY } });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text}`);
      return { milliseconds: performance.now() - start, text };
    },
  };
}
