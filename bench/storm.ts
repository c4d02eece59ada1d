import { BUDGET, ownFaults } from "@faultline/service/monitoring/own-faults";
import { sendReport } from "@faultline/service/monitoring/send-report";
import { httpWorld } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { type Finding, rounded } from "./finding.js";
import { sampleBody, sampleError } from "./sample-error.js";

const FAULTS_A_MINUTE = 10_000;
const SECONDS = 60;
const WARM_UP_SECONDS = 5;
/** Of one process. */
const REQUESTS_A_SECOND = 50;

/** What a storm of faults inside the handlers costs the errors that applications send meanwhile, in processor time. */
export async function storm(): Promise<Finding> {
  const sides = { calm: side(false), storm: side(true) };
  const spent = { calm: 0, storm: 0 };
  for (let second = -WARM_UP_SECONDS; second < SECONDS; second++) {
    // In turns, and each first as often as second: what else the machine does meets both alike.
    const order = second % 2 === 0 ? (["calm", "storm"] as const) : (["storm", "calm"] as const);
    for (const name of order) {
      const milliseconds = await sides[name](second);
      if (second >= 0) spent[name] += milliseconds;
    }
  }
  const posts = SECONDS * REQUESTS_A_SECOND;
  const slower = (100 * (spent.storm - spent.calm)) / spent.calm;
  return {
    title: `Errors of applications during ${FAULTS_A_MINUTE} faults of our own in a minute`,
    rows: [
      { "milliseconds of processor time a POST": "calm", mean: rounded(spent.calm / posts, 3) },
      { "milliseconds of processor time a POST": "in the storm", mean: rounded(spent.storm / posts, 3) },
    ],
    notes: [
      `One minute of ${REQUESTS_A_SECOND} POSTs a second in memory, calm and stormy seconds in turns, ${BUDGET} kinds of faults.`,
      `${rounded(slower, 1)} % more, the reports themselves included; 10 % is what we allow ourselves.`,
    ],
    figures: {
      calmMilliseconds: rounded(spent.calm / posts, 3),
      stormMilliseconds: rounded(spent.storm / posts, 3),
      slowerPercent: rounded(slower, 1),
    },
  };
}

/** A process that lives through all the seconds: gives back what each costs it, in milliseconds of processor time. */
function side(isStorm: boolean): (second: number) => Promise<number> {
  const { app, region, clock } = httpWorld();
  const faults = ownFaults(region.ports, sendReport(region.ports, undefined));
  // Thrown before: what it costs to throw is the fault's, not the report's.
  const thrown = Array.from({ length: BUDGET }, (_, kind) => new RangeError(`fault ${kind}`));
  const start = clock.now();
  let reported = 0;
  return async (second) => {
    const bodies = Array.from({ length: REQUESTS_A_SECOND }, (_, place) =>
      sampleBody([sampleError(place % 5, second * 1000 + place)]),
    );
    const before = process.cpuUsage();
    for (const [place, body] of bodies.entries()) {
      clock.set(start + (second + WARM_UP_SECONDS + place / REQUESTS_A_SECOND) * 1000);
      await app.request("/v0/projects/shop/errors", {
        method: "POST",
        headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
        body,
      });
      if (!isStorm) continue;
      for (let n = 0; n < FAULTS_A_MINUTE / 60 / REQUESTS_A_SECOND; n++) {
        const kind = reported++ % thrown.length;
        faults.report(thrown[kind], `place ${kind}`);
      }
    }
    // Once a second, as the loop does.
    if (isStorm) await faults.flush();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
