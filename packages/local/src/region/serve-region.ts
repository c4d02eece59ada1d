import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { CONNECTION_LIMITS, limitConnections, limitedServer } from "./connection-limits.js";
import { endNow } from "./end-now.js";
import type { RegionConfig } from "./region-config.js";
import { regionWorld } from "./region-world.js";

/** The process of a region ended unasked: killed, out of memory, or by a fault nobody caught. */
class RegionEnded extends Error {
  override readonly name = "RegionEnded";
}

const DRAIN_MILLISECONDS = 3000;

/** Serves a region over HTTP. `ended` says how its process before this one ended, unasked. Gives back how to stop it: no new requests, those under way end, then all is closed. */
export async function serveRegion(config: RegionConfig, ended?: string): Promise<() => Promise<void>> {
  const world = await regionWorld(config);
  if (ended !== undefined) world.ownFault(new RegionEnded(ended), "region process");
  const server = createAdaptorServer({
    fetch: world.app.fetch,
    serverOptions: limitedServer(CONNECTION_LIMITS),
  });
  if (!(server instanceof Server)) throw new Error("a region is served over HTTP/1.1");
  limitConnections(server, CONNECTION_LIMITS);
  try {
    await listen(server, config);
  } catch (error) {
    // Whoever ends this process now must not find a write under way.
    await world.stop();
    throw error;
  }
  process.on("uncaughtException", endNow);
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
    await closed;
    clearInterval(idle);
    clearTimeout(late);
    await world.stop();
  };
}

const listen = (server: Server, { port, host }: Pick<RegionConfig, "port" | "host">): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
