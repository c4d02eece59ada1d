import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { keyHash } from "@faultline/core/id";
import { baseConfig } from "../region/base-config.js";
import type { RegionConfig } from "../region/region-config.js";
import {
  dnsPort,
  FAILOVER_NAME,
  LOCAL_REGIONS,
  type LocalRegion,
  type LocalSettings,
  regionPort,
} from "../region/settings.js";
import { systemClock } from "../region/system-clock.js";
import { lockFolder } from "../storage/lock.js";
import { control } from "./control.js";
import type { Lookup } from "./dns-message.js";
import { dnsServer } from "./dns-server.js";
import { edge } from "./edge.js";
import { failover } from "./failover.js";
import { resolver } from "./resolver.js";
import { type Supervised, supervise } from "./supervisor.js";

interface World {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the local world: two regions, their health checks, the DNS server, and the edge. Resolves when both are healthy. */
export async function startWorld(settings: LocalSettings): Promise<World> {
  const unlock = lockFolder(settings.dataFolder);
  const token = randomBytes(16).toString("hex");
  const regions = LOCAL_REGIONS.map((region) =>
    supervise(configOf(settings, region, token), () => undefined, settings.isRestarted),
  );
  const active = (): Supervised => activeOf(regions);
  const names = resolver(dnsPort(settings.port), systemClock);
  const server = edge({
    resolver: names,
    regions: LOCAL_REGIONS,
    intercept: control(regions, () => active().region, keyHash(settings.masterKey)),
  });
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all([...started.map((end) => end()), ...regions.map((region) => region.close())]);
    unlock();
  };
  try {
    started.push(await dnsServer(dnsPort(settings.port), lookup(regions, active)));
    await listen(server, settings.port, settings.host);
    started.push(() => closeServer(server));
    await Promise.all(regions.map((region) => region.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${settings.port}`, stop };
}

function activeOf(regions: readonly Supervised[]): Supervised {
  const [primary, secondary] = regions.map((region) => ({
    region,
    isHealthy: region.passesChecks(),
    isGone: region.isGone(),
  }));
  if (!primary || !secondary) throw new Error("the local world has two regions");
  return failover(primary, secondary);
}

/** The failover name leads to the active region, each region's own name to that region. */
function lookup(regions: readonly Supervised[], active: () => Supervised): Lookup {
  const target = (region: Supervised) => ({
    name: `${region.region}.${FAILOVER_NAME}`,
    address: "127.0.0.1",
    port: Number(new URL(region.url).port),
  });
  return (name) => {
    const known =
      name === FAILOVER_NAME ? active() : regions.find(({ region }) => name === `${region}.${FAILOVER_NAME}`);
    return known && target(known);
  };
}

function configOf(settings: LocalSettings, region: LocalRegion, token: string): RegionConfig {
  const other = LOCAL_REGIONS.find((name) => name !== region);
  return {
    region,
    regions: [...LOCAL_REGIONS],
    host: "127.0.0.1",
    port: regionPort(settings.port, region),
    ...baseConfig(settings),
    durability: settings.durability,
    peer: other && { region: other, url: `http://127.0.0.1:${regionPort(settings.port, other)}` },
    token,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
