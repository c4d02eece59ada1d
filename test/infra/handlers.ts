import { readFileSync } from "node:fs";
import * as z from "zod";
import { apiEvent } from "./api-event.js";
import type { Invoked } from "./call.js";
import type { Bundle, Graph } from "./graph.js";
import { callOf, invoke, KEYS, NOWHERE } from "./invoke.js";

const REPORT = Buffer.from(JSON.stringify({ errors: [{ type: "TypeError", message: "it broke" }] }));
const JSON_TYPE = { "content-type": "application/json" };
const HEARTBEAT = {
  eventName: "INSERT",
  dynamodb: { SequenceNumber: "1", Keys: { pk: { S: "C#h" }, sk: { S: "us-east-1" } } },
};
const ALARM = new URL("../../packages/aws/fixtures/alarms/unreachable-alarm.json", import.meta.url);

interface Trial {
  readonly event: unknown;
  /** What is wrong with what the handler did where no AWS answers; undefined when it did what it should. */
  readonly wrong: (invoked: Invoked) => string | undefined;
}

const POSTED: Trial = {
  event: apiEvent({
    method: "POST",
    path: "/v0/projects/shop/errors",
    headers: { "x-api-key": KEYS.client, ...JSON_TYPE },
    body: REPORT,
  }),
  wrong: (invoked) =>
    expected(invoked, /"statusCode":503.*"retry-after":/, "a 503 with retry-after") ??
    (invoked.lines.some(isRequestLine)
      ? undefined
      : `logged ${invoked.lines.join("\\n")}, no line of the request`),
};

/** Pages need no table: they are there while nothing else is. */
const PAGE: Trial = {
  event: apiEvent({ method: "GET", path: "/projects/shop" }),
  wrong: (invoked) => expected(invoked, /<div id=\\"root\\"><\/div>.*"statusCode":200/, "the page"),
};

/** Real events for each function, and what it has to do with them when its region does not answer. */
const TRIALS: Readonly<Record<string, readonly Trial[]>> = {
  Http: [POSTED, PAGE],
  Reduce: [
    {
      event: { Records: [HEARTBEAT] },
      wrong: (invoked) => expected(invoked, /"batchItemFailures":\[\]/, "an empty list of failures"),
    },
  ],
  Sweep: [{ event: { version: "0", source: "aws.scheduler" }, wrong: failsForItsRegion }],
  Rebuild: [{ event: { rebuild: "progress" }, wrong: failsForItsRegion }],
  // What fails is sent again, for a day.
  Watch: [{ event: JSON.parse(readFileSync(ALARM, "utf8")), wrong: failsForItsRegion }],
};

function failsForItsRegion(invoked: Invoked): string | undefined {
  const isRight = "error" in invoked.outcome && /Unavailable|ECONNREFUSED/.test(invoked.outcome.error);
  return isRight ? undefined : `answered ${JSON.stringify(invoked)} where it must fail for its region`;
}

/** The one line a request leaves: JSON, with its fields at the root, where the console and CloudWatch look for them. */
const RequestLine = z.looseObject({
  method: z.literal("POST"),
  path: z.string(),
  status: z.literal(503),
  milliseconds: z.number(),
  region: z.string(),
});
const isRequestLine = (line: string): boolean => RequestLine.safeParse(JSON.parse(line)).success;

function expected({ outcome }: Invoked, pattern: RegExp, what: string): string | undefined {
  if ("error" in outcome) return outcome.error;
  const text = JSON.stringify(outcome.result) ?? "nothing";
  return pattern.test(text) ? undefined : `answered ${text.slice(0, 300)} in place of ${what}`;
}

/** Invokes every bundle of a graph. Gives back a line for each that has no such export or does not do its work. */
export async function handlerOffences(graph: Graph): Promise<string[]> {
  const tried = graph.bundles.map((bundle) => ({ bundle, trials: trialsOf(bundle) }));
  const calls = tried.map(({ bundle, trials }) =>
    callOf(
      graph,
      bundle,
      trials.map(({ event }) => event),
      { endpoint: NOWHERE },
    ),
  );
  const invoked = await invoke(calls);
  return tried.flatMap(({ bundle: { functionId }, trials }, place) => {
    if (trials.length === 0) return [`${functionId}: no event to invoke it with (test/infra/handlers.ts)`];
    return trials.flatMap((trial, number) => {
      const answer = invoked[place]?.[number];
      const wrong = answer ? trial.wrong(answer) : "did not answer";
      return wrong ? [`${functionId}: ${wrong}`] : [];
    });
  });
}

function trialsOf({ functionId }: Bundle): readonly Trial[] {
  const name = Object.keys(TRIALS).find((start) => functionId.startsWith(start));
  return name === undefined ? [] : (TRIALS[name] ?? []);
}
