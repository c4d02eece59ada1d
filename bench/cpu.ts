import { httpWorld } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { at, type Finding, rounded } from "./finding.js";
import { sampleBody, sampleError } from "./sample-error.js";

const REQUESTS = 40;
const ROUNDS = 25;
const WARM_UP_ROUNDS = 5;
/** The original's POST handler for one error of 20 frames: what it took when it was run. */
const ORIGINAL_MILLISECONDS = [0.6, 1.0] as const;

interface Subject {
  readonly name: string;
  readonly errors: number;
  run(): Promise<void>;
}

/** Processor time of a POST, from the request to the answer, the other subjects measured in turn with it. */
export async function cpu(): Promise<Finding> {
  const times = new Map<string, number[]>();
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { name, errors, run } of subjects(round)) {
      const before = process.cpuUsage();
      for (let request = 0; request < REQUESTS; request++) await run();
      const { user, system } = process.cpuUsage(before);
      if (round < 0) continue;
      times.set(name, [...(times.get(name) ?? []), (user + system) / 1000 / REQUESTS / errors]);
    }
  }
  const middle = (name: string): number => at(times.get(name) ?? [], 0.5);
  const rows = [...times.keys()].map((name) => ({
    "milliseconds of processor time": name,
    middle: rounded(middle(name), 3),
    "10th": rounded(at(times.get(name) ?? [], 0.1), 3),
    "90th": rounded(at(times.get(name) ?? [], 0.9), 3),
    "× the yardstick": rounded(middle(name) / middle(YARDSTICK), 1),
  }));
  const [least, most] = ORIGINAL_MILLISECONDS;
  return {
    title: "Processor time of taking in errors of 20 frames",
    rows,
    notes: [
      `${ROUNDS} rounds of ${REQUESTS} requests, subjects in turn; the store is memory, so a put's own work is not in it.`,
      `The original's handler took ${least} to ${most} ms for one, on another day: one POST here is ${rounded(middle(ONE) / most)} to ${rounded(middle(ONE) / least)} of it.`,
      "The yardstick is parsing and printing the same body: it tells a slow machine from a slow handler.",
    ],
    figures: {
      postMilliseconds: rounded(middle(ONE), 3),
      tenMillisecondsAnError: rounded(middle(TEN), 3),
      fiftyMillisecondsAnError: rounded(middle(FIFTY), 3),
      yardstickMilliseconds: rounded(middle(YARDSTICK), 3),
      ofTheOriginalsLeast: rounded(middle(ONE) / least),
      ofTheOriginalsMost: rounded(middle(ONE) / most),
    },
  };
}

const ONE = "one error a POST";
const TEN = "ten a POST, for each";
const FIFTY = "fifty a POST, for each";
const YARDSTICK = "the yardstick";

function subjects(round: number): Subject[] {
  const { app } = httpWorld();
  let turn = round * 1_000_000;
  const body = (errors: number): string =>
    sampleBody(Array.from({ length: errors }, (_, place) => sampleError(place % 5, turn++)));
  const posting = (name: string, errors: number): Subject => {
    const bodies = Array.from({ length: REQUESTS }, () => body(errors));
    return {
      name,
      errors,
      async run() {
        const response = await app.request("/v0/projects/shop/errors", {
          method: "POST",
          headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
          body: bodies.pop() ?? "",
        });
        if (response.status !== 201) throw new Error(`answered ${response.status}`);
        await response.text();
      },
    };
  };
  const yardstick = body(1);
  return [
    posting(ONE, 1),
    posting(TEN, 10),
    posting(FIFTY, 50),
    { name: YARDSTICK, errors: 1, run: async () => void JSON.stringify(JSON.parse(yardstick)) },
  ];
}
