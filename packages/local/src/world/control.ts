import { Fault } from "@faultline/service/table/faulty-table";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import * as z from "zod";
import { controlRefusal } from "./control-refusal.js";
import type { Intercept } from "./edge.js";
import type { Supervised } from "./supervisor.js";

/** The local world's controls, on the edge, for who holds the master key and sits at this machine. */
export function control(
  regions: readonly Supervised[],
  active: () => string,
  masterKeyHash: string,
): Intercept {
  const listener = getRequestListener(controlApp(regions, active).fetch);
  return (request, response) => {
    const path = request.url ?? "";
    if (path !== "/_local" && !path.startsWith("/_local/") && !path.startsWith("/_local?")) return false;
    controlRefusal(request, masterKeyHash, regions).then((message) => {
      if (message === undefined) listener(request, response);
      else response.writeHead(403, REFUSAL_HEADERS).end(JSON.stringify({ message }));
    });
    return true;
  };
}

const REFUSAL_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

const Region = z.object({ name: z.string() });

function controlApp(regions: readonly Supervised[], active: () => string): Hono {
  const app = new Hono();
  const named = (name: string): Supervised | undefined => regions.find(({ region }) => region === name);

  app.get("/_local", async (c) =>
    c.json({ active: active(), regions: await Promise.all(regions.map(described)) }),
  );

  app.post("/_local/regions/:name/:action{stop|kill|start}", async (c) => {
    const region = named(Region.parse(c.req.param()).name);
    if (!region) return c.json(unknownRegion(regions), 404);
    await { stop: region.stop, kill: region.kill, start: region.start }[
      z.enum(["stop", "kill", "start"]).parse(c.req.param("action"))
    ]();
    return c.json(await described(region));
  });

  app.post("/_local/regions/:name/fault", async (c) => {
    const region = named(c.req.param("name"));
    if (!region) return c.json(unknownRegion(regions), 404);
    const fault = Fault.safeParse(await c.req.json().catch(() => undefined));
    if (!fault.success) {
      return c.json(
        {
          message:
            'Send {"kind":"throttle"|"error"|"delay","rate":0..1,"ms":n} {"kind":"full"} or {"kind":"none"}.',
        },
        400,
      );
    }
    if (!region.isRunning()) return c.json({ message: "The region is stopped; start it first." }, 409);
    await region.command({ fault: fault.data });
    return c.json(await described(region));
  });

  app.post("/_local/replication/:action{pause|resume}", async (c) => {
    const isPause = c.req.param("action") === "pause";
    const from = c.req.query("from");
    const senders = regions.filter(
      (region) => region.isRunning() && (from === undefined || region.region === from),
    );
    await Promise.all(
      senders.map((region) => region.command({ replication: isPause ? "paused" : "running" })),
    );
    return c.json({ regions: await Promise.all(regions.map(described)) });
  });

  app.notFound((c) =>
    c.json(
      {
        message:
          "GET /_local; POST /_local/regions/{name}/{stop,kill,start,fault}, /_local/replication/{pause,resume}",
      },
      404,
    ),
  );
  app.onError((error, c) => c.json({ message: error.message }, 500));
  return app;
}

const unknownRegion = (regions: readonly Supervised[]) => ({
  message: `There is no such region; there are ${regions.map(({ region }) => region).join(" and ")}.`,
});

async function described(region: Supervised): Promise<object> {
  const status = region.isRunning() ? await region.status().catch(() => undefined) : undefined;
  return {
    name: region.region,
    url: region.url,
    pid: region.pid() ?? null,
    state: region.isRunning() ? "running" : "stopped",
    healthy: region.isHealthy(),
    replicationPaused: status?.paused ?? null,
    replicationLagMilliseconds: status?.replicationLag ?? null,
    reducerLagMilliseconds: status?.reducerLag ?? null,
    fault: status?.fault ?? null,
  };
}
