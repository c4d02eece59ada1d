import { serve } from "@hono/node-server";
import { type RegionConfig, regionWorld } from "./region-world.js";

const DRAIN_MILLISECONDS = 3000;

/** Serves a region over HTTP. Gives back how to stop it: no new requests, those under way end, then all is closed. */
export async function serveRegion(config: RegionConfig): Promise<() => Promise<void>> {
  const world = await regionWorld(config);
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: world.app.fetch, hostname: config.host, port: config.port }, () =>
      resolve(starting),
    );
    starting.on("error", reject);
  });
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    const idle = setInterval(() => "closeIdleConnections" in server && server.closeIdleConnections(), 50);
    const late = setTimeout(
      () => "closeAllConnections" in server && server.closeAllConnections(),
      DRAIN_MILLISECONDS,
    );
    await closed;
    clearInterval(idle);
    clearTimeout(late);
    await world.stop();
  };
}
