import { join } from "node:path";
import { createApp } from "@faultline/service/http/app";
import { siteFolder } from "@faultline/service/http/site-folder";
import { drainSpool } from "@faultline/service/ingest/spool";
import type { LocalPorts } from "@faultline/service/monitoring/minute-meter";
import { type OwnFaults, ownFaults } from "@faultline/service/monitoring/own-faults";
import { sendReport } from "@faultline/service/monitoring/send-report";
import type { OwnFault, Ports, ProjectionPorts } from "@faultline/service/ports";
import { retryParked } from "@faultline/service/projection/parked";
import { writeProbeAt } from "@faultline/service/regions/peer-client";
import type { Statuses } from "@faultline/service/regions/status-report";
import { chores } from "@faultline/service/regions/sweep";
import { writeProbe } from "@faultline/service/regions/write-probe";
import { faultyTable } from "@faultline/service/table/faulty-table";
import type { Feed } from "@faultline/service/table/replica";
import { Hono } from "hono";
import { checkStore } from "../storage/check-store.js";
import { openStore, type Store, storeFile } from "../storage/lmdb-store.js";
import { privateDataFolder } from "../storage/private-files.js";
import { SITE_FOLDER } from "../world/build-site.js";
import { endNow } from "./end-now.js";
import { folding } from "./folding.js";
import { heartbeatLoop, STALE_MILLISECONDS } from "./heartbeat-loop.js";
import { loop } from "./loop.js";
import { monitoringLoop } from "./monitoring-loop.js";
import { notifyLoop } from "./notify-loop.js";
import type { RegionConfig } from "./region-config.js";
import { regionPorts } from "./region-ports.js";
import { regionRoutes } from "./region-routes.js";
import { replication } from "./replicate.js";
import { syntheticCheckLoop } from "./synthetic-check-loop.js";
import { systemClock } from "./system-clock.js";
import { systemIds } from "./system-ids.js";

interface RegionWorld {
  readonly app: Hono;
  /** Tells of a fault of ours. */
  readonly ownFault: OwnFault;
  /** Ends the background work and closes the store. Requests must have ended before. */
  stop(): Promise<void>;
}

/** A fault that ends the process is told of for so long. */
const FAREWELL_MILLISECONDS = 2000;
const SWEEP_MILLISECONDS = 1000;
/** What nobody waits for: in an idle region it is most of the work. */
const TURNS_A_TIDYING = 5;
/** What takes longer goes on the next time. */
const CHORES_MILLISECONDS = 20_000;

/** One region with everything it runs: service, reducer, replication, sweeping. */
export async function regionWorld(config: RegionConfig): Promise<RegionWorld> {
  const { region, dataFolder, token, peer } = config;
  const folder = join(dataFolder, region);
  privateDataFolder(dataFolder);
  checkStore(storeFile(folder));
  const store = openStore({ path: folder, region, clock: systemClock });
  const ids = systemIds(systemClock);
  const log = faultyTable(store.log.table, systemClock, ids.random);
  const { feed } = store.log;
  const quiet = await regionPorts(config, { store, log, ids });
  const faults = ownFaults(quiet, sendReport(quiet, peer?.url));
  const ports: LocalPorts = { ...quiet, ownFault: faults.report };

  const beating = heartbeatLoop(ports, peer?.url);
  const telling = notifyLoop(ports);
  const sending = peer ? replication(ports, feed, { ...peer, token }) : undefined;
  const reducing = folding(config, ports, {
    store,
    onFolded() {
      telling.wake();
      sending?.wake();
    },
    onEnded: (error) => void endWith(error, faults),
  });
  const statuses = healthOf(ports, peer);
  const sweeping = sweepLoop(ports, store, sending !== undefined);
  const lags = () => ({
    replicationLag: sending ? lagOf(feed, "replicate", systemClock.now()) : undefined,
    reducerLag: lagOf(feed, "reduce", systemClock.now()),
  });
  const app = new Hono();
  app.route("/", regionRoutes({ token, sending, reducing, log, store, blobs: ports.blobs, region, lags }));
  const watching = monitoringLoop(ports, { statuses, lags, peer, flush: faults.flush });
  const checking = syntheticCheckLoop(ports, peer?.url);
  const service = createApp(ports, statuses, siteFolder(SITE_FOLDER));
  // The request as it is: mounting would make another one, which costs as much as receiving an error.
  app.all("*", (c) => service.fetch(c.req.raw, c.env));

  return {
    app,
    ownFault: faults.report,
    async stop() {
      const loops = [checking, watching, reducing, sending, sweeping, telling, beating];
      await Promise.all(loops.map((one) => one?.stop()));
      await store.close();
    },
  };
}

/** Ends this process, after its fault was told of if that is quick. */
async function endWith(error: unknown, faults: OwnFaults): Promise<void> {
  faults.report(error, "fold");
  await systemClock.within(FAREWELL_MILLISECONDS, faults.flush()).catch(() => undefined);
  endNow(error);
}

function sweepLoop(
  ports: ProjectionPorts & Pick<Ports, "region" | "spool" | "meter" | "print" | "ownFault" | "isLeader">,
  store: Store,
  isReplicated: boolean,
) {
  const { feed } = store.log;
  const trim = async (): Promise<void> => {
    // Alone, there is nobody to replicate to, and nothing to keep records for.
    if (!isReplicated && feed.read(feed.cursor("replicate"), 1).length > 0)
      await feed.advance("replicate", feed.cursor("reduce"));
    await feed.trim();
  };
  let turn = 0;
  return loop(async () => {
    const waiting = [() => retryParked(ports), () => drainSpool(ports)];
    const tidying = () => [
      () => store.expire(),
      trim,
      ...chores(ports, ports.clock.now() + CHORES_MILLISECONDS),
    ];
    for (const work of [...waiting, ...(turn++ % TURNS_A_TIDYING === 0 ? tidying() : [])]) {
      try {
        await work();
      } catch (error) {
        // One that fails must not end the loop, nor keep the others from their turn.
        ports.print({ level: "error", event: "sweep failed", error: String(error) });
        ports.ownFault?.(error, "sweep");
      }
    }
    return SWEEP_MILLISECONDS;
  });
}

function healthOf(ports: Pick<Ports, "region" | "log" | "clock">, peer: RegionConfig["peer"]): Statuses {
  return {
    healthy: writeProbe(ports, { cacheMilliseconds: 500, misses: 1 }),
    peerHealthy: () => writeProbeAt(peer?.url),
    staleMilliseconds: STALE_MILLISECONDS,
  };
}

/** Age of the oldest record a cursor has not passed; 0 when it has passed all. */
function lagOf(feed: Feed, cursor: "reduce" | "replicate", now: number): number {
  const [oldest] = feed.read(feed.cursor(cursor), 1);
  return oldest ? Math.max(0, now - oldest.stamp.at) : 0;
}
