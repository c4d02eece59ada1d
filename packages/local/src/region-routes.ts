import { type Ports, type Region, Unavailable } from "@faultline/service/ports";
import { Hono } from "hono";
import { z } from "zod";
import { Fault, type faultyTable } from "./faulty-table.js";
import type { openStore } from "./lmdb-store.js";
import { answerPeer } from "./peer-log.js";
import { readWrites, type replication } from "./replicate.js";

export interface RegionRoutes {
  readonly token: string;
  readonly region: Region;
  readonly sending: ReturnType<typeof replication> | undefined;
  readonly log: ReturnType<typeof faultyTable>;
  readonly blobs: Ports["blobs"];
  readonly apply: ReturnType<typeof openStore>["log"]["apply"];
  lags(): object;
}

const Command = z.object({ replication: z.enum(["paused", "running"]).optional(), fault: Fault.optional() });

/** What only the other region and the local world may ask. */
export function regionRoutes({ token, region, sending, log, blobs, apply, lags }: RegionRoutes): Hono {
  const app = new Hono();
  app.use("/_region/*", async (c, next) => {
    if (c.req.header("x-region-token") !== token) return c.json({ message: "not yours" }, 403);
    await next();
  });
  app.post("/_region/replicate", async (c) => {
    await apply(readWrites(await c.req.arrayBuffer()));
    return c.body(null, 204);
  });
  app.post("/_region/log", async (c) => {
    try {
      return c.body(new Uint8Array(await answerPeer(log, await c.req.arrayBuffer())));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return c.body(null, 503);
    }
  });
  app.get("/_region/blobs/:name", async (c) => {
    const blob = await blobs.get(c.req.param("name"), region);
    return blob ? c.body(new Uint8Array(blob)) : c.notFound();
  });
  app.post("/_region/command", async (c) => {
    const { replication: wanted, fault } = Command.parse(await c.req.json());
    if (wanted) sending?.pause(wanted === "paused");
    if (fault) log.inject(fault);
    return c.body(null, 204);
  });
  app.get("/_region/status", (c) =>
    c.json({ paused: sending?.isPaused() ?? false, fault: log.current(), ...lags() }),
  );
  return app;
}
