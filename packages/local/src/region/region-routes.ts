import { type Ports, type Region, Unavailable } from "@faultline/service/ports";
import { Fault, type faultyTable } from "@faultline/service/table/faulty-table";
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { Store } from "../storage/lmdb-store.js";
import type { Folding } from "./fold-thread.js";
import { answerPeer } from "./peer-log.js";
import { readWrites, type replication } from "./replicate.js";

interface RegionRoutes {
  readonly token: string;
  readonly region: Region;
  readonly reducing: Pick<Folding, "inject">;
  readonly sending: ReturnType<typeof replication> | undefined;
  readonly log: ReturnType<typeof faultyTable>;
  readonly blobs: Ports["blobs"];
  readonly store: Store;
  lags(): object;
}

const Command = z.object({ replication: z.enum(["paused", "running"]).optional(), fault: Fault.optional() });

/** What only the other region and the local world may ask. */
export function regionRoutes({
  token,
  region,
  reducing,
  sending,
  log,
  blobs,
  store,
  lags,
}: RegionRoutes): Hono {
  const app = new Hono();
  app.use("/_region/*", async (c, next) => {
    if (c.req.header("x-region-token") !== token) return c.json({ message: "not yours" }, 403);
    await next();
  });
  app.post("/_region/replicate", async (c) => {
    const writes = readWrites(await c.req.arrayBuffer());
    return answered(c, async () => {
      await store.log.apply(writes);
      return c.body(null, 204);
    });
  });
  app.post("/_region/log", async (c) => {
    const asked = await c.req.arrayBuffer();
    return answered(c, async () => c.body(new Uint8Array(await answerPeer(log, asked))));
  });
  app.get("/_region/blobs/:name", async (c) => {
    const blob = await blobs.get(c.req.param("name"), region);
    return blob ? c.body(new Uint8Array(blob)) : c.notFound();
  });
  app.post("/_region/command", async (c) => {
    const { replication: wanted, fault } = Command.parse(await c.req.json());
    if (wanted) sending?.pause(wanted === "paused");
    if (fault) {
      log.inject(fault);
      reducing.inject(fault);
      store.disk.seemFull(fault.kind === "full");
    }
    return c.body(null, 204);
  });
  app.get("/_region/status", (c) =>
    c.json({ paused: sending?.isPaused() ?? false, fault: log.current(), ...lags() }),
  );
  return app;
}

/** The answer; 503 when this region cannot write now. */
async function answered(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return c.body(null, 503);
  }
}
