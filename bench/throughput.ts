import { type RunningWorld, runningWorld } from "../test/stories/running-world.js";
import { until } from "../test/stories/until.js";
import { at, type Finding, rounded } from "./finding.js";
import { sampleBody, sampleError } from "./sample-error.js";

const SECONDS = 4;
const CLIENTS = 16;
const SETTLE_SECONDS = 120;
const BATCHES = [1, 10, 50] as const;

interface Run {
  readonly events: number;
  readonly milliseconds: number;
  readonly answers: readonly number[];
  /** Answered 5xx, as happens to who asks for more than can be written. */
  readonly refused: number;
}

/** Events a second that the local world takes in over loopback, and how long it takes to fold them. */
export async function throughput(): Promise<Finding> {
  const world = await runningWorld();
  try {
    await post(world, 1, 1_000);
    const rows: Finding["rows"][number][] = [];
    const figures: Record<string, number> = {};
    for (const batch of BATCHES) {
      const { events, milliseconds, answers, refused } = await post(world, batch, SECONDS * 1000);
      const start = performance.now();
      await until("all is folded", () => world.settled().then(() => true), SETTLE_SECONDS);
      const folded = performance.now() - start;
      const rate = Math.round((events / milliseconds) * 1000);
      const foldedRate = Math.round((events / (milliseconds + folded)) * 1000);
      rows.push({
        "events a POST": batch,
        "accepted/s": rate,
        "shown in both regions/s": foldedRate,
        refused,
        "answer, middle ms": rounded(at(answers, 0.5), 1),
        "99th ms": rounded(at(answers, 0.99), 1),
      });
      figures[`acceptedPerSecondBatch${batch}`] = rate;
      figures[`shownPerSecondBatch${batch}`] = foldedRate;
    }
    return {
      title: "Throughput of the local world",
      rows,
      figures,
      notes: [
        `${CLIENTS} clients post for ${SECONDS} s over loopback, through the edge, errors of 20 frames in 200 issues; accepted means on the disk.`,
        "Shown: until replication and both reducers have caught up. Clients, edge and both regions share this machine's cores.",
      ],
    };
  } finally {
    await world.dispose();
  }
}

async function post(world: RunningWorld, batch: number, milliseconds: number): Promise<Run> {
  const start = performance.now();
  const answers: number[] = [];
  let turn = 0;
  let refused = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() - start < milliseconds) {
        const errors = Array.from({ length: batch }, () => sampleError(turn++ % 200, turn));
        const asked = performance.now();
        if (await isAccepted(world, sampleBody(errors))) answers.push(performance.now() - asked);
        else refused += 1;
      }
    }),
  );
  return { events: answers.length * batch, milliseconds: performance.now() - start, answers, refused };
}

async function isAccepted({ url, clientKey }: RunningWorld, body: string): Promise<boolean> {
  const response = await fetch(`${url}/v0/projects/bench/errors`, {
    method: "POST",
    headers: { "x-api-key": clientKey, "content-type": "application/json" },
    body,
  });
  const text = await response.text();
  if (response.status < 500 && response.status !== 201)
    throw new Error(`answered ${response.status}: ${text}`);
  return response.status === 201;
}
