import { httpWorld } from "@faultline/local/http-world";
import { CLIENT_KEY } from "@faultline/local/memory-world";
import { BUDGET, ownFaults } from "@faultline/service/watch/own-faults";
import { sendReport } from "@faultline/service/watch/send-report";
import { at, type Finding, rounded } from "./finding.js";
import { sampleBody, sampleError } from "./sample-error.js";

const FAULTS_A_MINUTE = 10_000;
const REQUESTS = 100;
const ROUNDS = 30;
const WARM_UP_ROUNDS = 5;
/** One process at this rate is a busy one; the faults are spread among its requests as they would come. */
const REQUESTS_A_SECOND = 200;

/** What a storm of faults inside the handlers costs the errors that applications send meanwhile, in processor time. */
export async function storm(): Promise<Finding> {
  const times: Record<"calm" | "storm", number[]> = { calm: [], storm: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    // In turns, and each first as often as second: what else the machine does meets both alike.
    const order = round % 2 === 0 ? (["calm", "storm"] as const) : (["storm", "calm"] as const);
    for (const name of order) {
      const milliseconds = await timed(name === "storm", round);
      if (round >= 0) times[name].push(milliseconds / REQUESTS);
    }
  }
  const [calm, stormy] = [at(times.calm, 0.5), at(times.storm, 0.5)];
  const slower = (100 * (stormy - calm)) / calm;
  return {
    title: `Errors of applications during ${FAULTS_A_MINUTE} faults a minute of our own`,
    rows: [
      { "milliseconds of processor time a POST": "calm", middle: rounded(calm, 3) },
      { "milliseconds of processor time a POST": "in the storm", middle: rounded(stormy, 3) },
    ],
    notes: [
      `${ROUNDS} rounds of ${REQUESTS} POSTs in memory, in turns; ${REQUESTS_A_SECOND} POSTs a second are taken for a busy process.`,
      `${rounded(slower, 1)} % slower; 10 % is what we allow ourselves. At most ${BUDGET} of the faults are reported, the rest counted.`,
    ],
    figures: {
      calmMilliseconds: rounded(calm, 3),
      stormMilliseconds: rounded(stormy, 3),
      slowerPercent: rounded(slower, 1),
    },
  };
}

async function timed(isStorm: boolean, round: number): Promise<number> {
  const { app, region, clock } = httpWorld();
  const faults = ownFaults(region.ports, sendReport(region.ports, undefined));
  const bodies = Array.from({ length: REQUESTS }, (_, place) =>
    sampleBody([sampleError(place % 5, round * 1000 + place)]),
  );
  // Thrown before: what it costs to throw is the fault's, not the report's.
  const thrown = Array.from({ length: 20 }, (_, kind) => new RangeError(`fault ${kind}`));
  const faultsEach = FAULTS_A_MINUTE / 60 / REQUESTS_A_SECOND;
  let due = 0;
  let reported = 0;
  const start = process.cpuUsage();
  for (const [place, body] of bodies.entries()) {
    clock.set(clock.now() + 1000 / REQUESTS_A_SECOND);
    await app.request("/v0/projects/shop/errors", {
      method: "POST",
      headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
      body,
    });
    if (!isStorm) continue;
    for (due += faultsEach; due >= 1; due--) {
      const kind = reported++ % thrown.length;
      faults.report(thrown[kind], `place ${kind}`);
    }
    // Once a second, as the loop does.
    if (place === REQUESTS - 1) await faults.flush();
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
