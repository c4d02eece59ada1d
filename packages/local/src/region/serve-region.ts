import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { CONNECTION_LIMITS, limitConnections, limitedServer } from "./connection-limits.js";
import { type RegionConfig, regionWorld } from "./region-world.js";

const DRAIN_MILLISECONDS = 3000;

/** Serves a region over HTTP. Gives back how to stop it: no new requests, those under way end, then all is closed. */
export async function serveRegion(config: RegionConfig): Promise<() => Promise<void>> {
  const world = await regionWorld(config);
  const server = createAdaptorServer({
    fetch: world.app.fetch,
    serverOptions: limitedServer(CONNECTION_LIMITS),
  });
  if (!(server instanceof Server)) throw new Error("a region is served over HTTP/1.1");
  limitConnections(server, CONNECTION_LIMITS);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, resolve);
  });
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
