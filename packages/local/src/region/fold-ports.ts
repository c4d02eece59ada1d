import { join } from "node:path";
import { DISK_QUALITY } from "@faultline/service/ingest/pack";
import type { EventLog, Ids, Ports, ProjectionPorts, Region } from "@faultline/service/ports";
import { diskBlobs } from "../storage/disk-blobs.js";
import type { Store } from "../storage/lmdb-store.js";
import type { RegionConfig } from "./region-config.js";
import type { Peer } from "./replicate.js";
import { systemClock } from "./system-clock.js";

export interface Opened {
  readonly store: Store;
  /** The store's log, as it may be made to fail. */
  readonly log: EventLog;
  readonly ids: Ids;
}

/** What folding touches of a region, over its opened store. */
export async function foldPorts(
  config: RegionConfig,
  { store, log, ids }: Opened,
): Promise<ProjectionPorts & Pick<Ports, "region">> {
  const { region, dataFolder, token, peer, outgoing } = config;
  return {
    region,
    log,
    view: store.view,
    blobs: await diskBlobs(
      join(dataFolder, region, "blobs"),
      fetchBlob(peer && { ...peer, token }),
      store.disk,
    ),
    clock: systemClock,
    ids,
    settings: { ...config, cacheSeconds: 1, packQuality: DISK_QUALITY, mailDomains: outgoing.mailDomains },
  };
}

function fetchBlob(peer: (Peer & { region: Region }) | undefined) {
  return async (name: string, region: Region): Promise<Uint8Array | undefined> => {
    if (peer?.region !== region) return undefined;
    const url = `${peer.url}/_region/blobs/${encodeURIComponent(name)}`;
    const headers = { "x-region-token": peer.token };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    return response?.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  };
}
