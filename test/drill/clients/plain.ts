import { randomUUID } from "node:crypto";
import type { Attempt } from "../attempt.js";
import { assignment, reasonOf, ShopError, tell, workUntilStopped } from "./assigned.js";

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
  const told: Pick<Attempt, "kind" | "startedAt" | "ids"> = { kind: "plain", startedAt, ids: [id] };
  try {
    const response = await fetch(path, { method: "POST", headers, body, signal });
    const isRefused = (await response.text()).includes("Not stored");
    if (!response.ok) lost += 1;
    const end = response.ok ? "accepted" : "lost";
    const region = response.headers.get("x-faultline-region") ?? undefined;
    tell({ ...told, endedAt: Date.now(), end, answer: String(response.status), region, isRefused });
  } catch (error) {
    lost += 1;
    tell({ ...told, endedAt: Date.now(), end: "lost", answer: reasonOf(error) });
  }
}

workUntilStopped({
  act(turn) {
    reported += 1;
    const posting = post(turn).finally(() => under.delete(posting));
    under.add(posting);
  },
  underWay: () => under.size,
  async finish() {
    await Promise.all(under);
    return { reported, lost, waiting: 0 };
  },
});
