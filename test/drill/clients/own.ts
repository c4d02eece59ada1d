import * as z from "zod";
import { faultline } from "../../../packages/client/src/node.js";
import { assignment, reasonOf, ShopError, tell, workUntilStopped } from "./assigned.js";

// Our own client, as several applications have it: they know the name and both regions.

const CLIENTS = 8;
const LAST_MILLISECONDS = 60_000;
const Body = z.object({ errors: z.array(z.object({ id: z.string() })) });

/** The real one, and it tells what came of each request. */
const watchedFetch: typeof fetch = async (url, init) => {
  const startedAt = Date.now();
  const ids = Body.parse(JSON.parse(String(init?.body))).errors.map(({ id }) => id);
  const told = { kind: "own", startedAt, ids } as const;
  try {
    const response = await fetch(url, init);
    const end = response.ok ? "accepted" : "again";
    const region = response.headers.get("x-faultline-region") ?? undefined;
    tell({ ...told, endedAt: Date.now(), end, answer: String(response.status), region });
    return response;
  } catch (error) {
    tell({ ...told, endedAt: Date.now(), end: "again", answer: reasonOf(error) });
    throw error;
  }
};

const { url, regions, key, project } = assignment;
const clients = Array.from({ length: CLIENTS }, () =>
  faultline({ url, regions, key, project, batchMilliseconds: 20, fetch: watchedFetch, catchUncaught: false }),
);

workUntilStopped({
  act: (turn) => void clients[turn % CLIENTS]?.report(new ShopError(turn)),
  // Each client sends one request at a time and keeps the rest.
  underWay: () => 0,
  async finish() {
    await Promise.all(clients.map((client) => client.flush(LAST_MILLISECONDS)));
    const figures = clients.map((client) => client.stats());
    const sum = (of: "reported" | "dropped" | "refused" | "waiting") =>
      figures.reduce((all, one) => all + one[of], 0);
    return { reported: sum("reported"), lost: sum("dropped") + sum("refused"), waiting: sum("waiting") };
  },
});
