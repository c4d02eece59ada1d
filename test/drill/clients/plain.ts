import { randomUUID } from "node:crypto";
import { assignment, ShopError, tell, workUntilStopped } from "./assigned.js";

// Plain POSTs as `curl` in a script makes them: one event, one try, to the name and nowhere else.

const TIMEOUT_MILLISECONDS = 5_000;
const { url, key, project } = assignment;
const path = `${url}/v0/projects/${project}/errors`;
const headers = { "content-type": "application/json", "x-api-key": key };
const under = new Set<Promise<void>>();
let reported = 0;
let lost = 0;

async function post(turn: number): Promise<void> {
  const id = randomUUID();
  const { name: type, message } = new ShopError(turn);
  const backtrace = [{ file: `app/${type}.js`, line: 1, function: "work" }];
  const body = JSON.stringify({ errors: [{ id, type, message, backtrace }] });
  const startedAt = Date.now();
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const response = await fetch(path, { method: "POST", headers, body, signal }).catch(() => undefined);
  await response?.text().catch(() => "");
  if (!response?.ok) lost += 1;
  const end = response?.ok ? "accepted" : "lost";
  const region = response?.headers.get("x-faultline-region") ?? undefined;
  tell({ kind: "plain", startedAt, endedAt: Date.now(), end, region, ids: [id] });
}

workUntilStopped(
  (turn) => {
    reported += 1;
    const posting = post(turn).finally(() => under.delete(posting));
    under.add(posting);
  },
  async () => {
    await Promise.all(under);
    return { reported, lost, waiting: 0 };
  },
);
