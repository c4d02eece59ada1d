import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { captureException, init } from "@sentry/node";
import * as z from "zod";
import { assignment, ShopError, tell, workUntilStopped } from "./assigned.js";

// Sentry's SDK as it is: it knows the name alone, does not send again, and rests as long as an answer asks it to.

const LAST_MILLISECONDS = 5_000;
const starts = new Map<string, number>();
let reported = 0;
let accepted = 0;

// The SDK tells no headers but its own, so the region is that of the answer that came last.
let region: string | undefined;
const Finished = z.looseObject({ response: z.custom<IncomingMessage>() });
subscribe("http.client.response.finish", (message) => {
  const told = Finished.parse(message).response.headers["x-faultline-region"];
  region = typeof told === "string" ? told : undefined;
});

const client = init({ dsn: assignment.dsn, defaultIntegrations: false, sendClientReports: false });
client?.on("afterSendEvent", ({ event_id: id = "" }, { statusCode }) => {
  const isAccepted = statusCode === 200;
  if (isAccepted) accepted += 1;
  const startedAt = starts.get(id) ?? Date.now();
  starts.delete(id);
  tell({
    kind: "sentry",
    startedAt,
    answer: statusCode ? String(statusCode) : "no answer",
    endedAt: Date.now(),
    end: isAccepted ? "accepted" : "lost",
    region: isAccepted ? region : undefined,
    ids: [id],
  });
});

workUntilStopped({
  act(turn) {
    reported += 1;
    starts.set(captureException(new ShopError(turn)), Date.now());
  },
  underWay: () => starts.size,
  async finish() {
    await client?.flush(LAST_MILLISECONDS);
    // The SDK drops what it has no room for, or no time, without a word; some of that may have arrived.
    for (const [id, startedAt] of starts) {
      tell({ kind: "sentry", startedAt, endedAt: Date.now(), end: "lost", answer: "dropped", ids: [id] });
    }
    return { reported, lost: reported - accepted, waiting: 0 };
  },
});
