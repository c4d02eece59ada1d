import { readFileSync } from "node:fs";
import { apiEvent } from "./api-event.js";
import type { Bundle, Graph } from "./graph.js";
import { type Invoked, invoke, KEYS, NOWHERE } from "./invoke.js";

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

/** One real event for each function, and what it has to do with it when its region does not answer. */
const TRIALS: Readonly<Record<string, Trial>> = {
  Http: {
    event: apiEvent({
      method: "POST",
      path: "/v0/projects/shop/errors",
      headers: { "x-api-key": KEYS.client, ...JSON_TYPE },
      body: REPORT,
    }),
    wrong: (invoked) => expected(invoked, /"statusCode":503.*"retry-after":/, "a 503 with retry-after"),
  },
  Reduce: {
    event: { Records: [HEARTBEAT] },
    wrong: (invoked) => expected(invoked, /"batchItemFailures":\[\]/, "an empty list of failures"),
  },
  Sweep: { event: { version: "0", source: "aws.scheduler" }, wrong: failsForItsRegion },
  // What fails is sent again, for a day.
  Watch: { event: JSON.parse(readFileSync(ALARM, "utf8")), wrong: failsForItsRegion },
};

function failsForItsRegion(invoked: Invoked): string | undefined {
  const isRight = "error" in invoked && /Unavailable|ECONNREFUSED/.test(invoked.error);
  return isRight ? undefined : `answered ${JSON.stringify(invoked)} where it must fail for its region`;
}

function expected(invoked: Invoked, pattern: RegExp, what: string): string | undefined {
  if ("error" in invoked) return invoked.error;
  const text = JSON.stringify(invoked.result) ?? "nothing";
  return pattern.test(text) ? undefined : `answered ${text.slice(0, 300)} in place of ${what}`;
}

/** Invokes every bundle of a graph once. Gives back a line for each that has no such export or does not do its work. */
export async function handlerOffences(graph: Graph): Promise<string[]> {
  return (await Promise.all(graph.bundles.map((bundle) => offencesOf(graph, bundle)))).flat();
}

async function offencesOf(graph: Graph, bundle: Bundle): Promise<string[]> {
  const name = Object.keys(TRIALS).find((start) => bundle.functionId.startsWith(start));
  const trial = name && TRIALS[name];
  if (!trial) return [`${bundle.functionId}: no event to invoke it with (test/infra/handlers.ts)`];
  const [invoked] = await invoke(graph, bundle, [trial.event], { endpoint: NOWHERE });
  const wrong = invoked ? trial.wrong(invoked) : "did not answer";
  return wrong ? [`${bundle.functionId}: ${wrong}`] : [];
}
