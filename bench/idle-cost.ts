import { chosenAlarms, syntheticCheckMinutes } from "../infra/alarm-choice.js";
import { compositeOf } from "../infra/alarms.js";
import { SHOWN } from "../packages/service/src/monitoring/shown-metrics.js";
import { type Finding, rounded } from "./finding.js";
import { type IdleWork, idleWork, SEEN_MILLISECONDS } from "./idle-work.js";
import { lambdaCall, PRICES } from "./prices.js";

const REGIONS = 2;
const HOURS = 30 * 24;
const MINUTES = HOURS * 60;
/** What a call of each function takes, by guess: it cannot be measured here. */
const MILLISECONDS = { sweep: 300, watch: 300, http: 20, reduce: 50 };
const GB = { sweep: 0.5, watch: 0.25, http: 0.5, reduce: 1 };
/** START, END and REPORT of a call, and our own line. */
const LOG_BYTES = 1100;
/** A write is replicated; what expires is replicated again and free otherwise. */
const COPIES = 2;

type Alarms = "few" | "all";

/** Dollars a month of a deployment to which nothing happens, by part, with few alarms and with all. */
export async function idleCost(): Promise<Finding> {
  const work = await idleWork();
  const few = partsOf(work, "few");
  const all = partsOf(work, "all");
  const rows = Object.keys(few).map((part) => ({
    "a month, in dollars": part,
    few: rounded(few[part] ?? 0),
    all: rounded(all[part] ?? 0),
  }));
  const totals = { few: totalOf(few), all: totalOf(all) };
  return {
    title: "Cost of a deployment to which nothing happens",
    rows: [...rows, { "a month, in dollars": "together", few: totals.few, all: totals.all }, ...domain()],
    figures: { dollarsFew: totals.few, dollarsAll: totals.all },
    notes: [
      `Units counted by the real code: a minute and region ${told(work.steady)}; a synthetic check ${told(work.syntheticCheck)}, ${rounded(work.syntheticCheck.requests, 1)} requests.`,
      `Guessed: how long calls take (${Object.entries(MILLISECONDS)
        .map(([name, time]) => `${name} ${time} ms`)
        .join(", ")}; a synthetic check ${SEEN_MILLISECONDS} ms), ${LOG_BYTES} bytes of log a call.`,
      "List prices without free tiers. Nothing was deployed.",
    ],
  };
}

const told = ({ logWrites, viewWrites, reads }: IdleWork["steady"]): string =>
  `${rounded(logWrites, 1)} log WRU, ${rounded(viewWrites, 1)} view WRU, ${rounded(reads, 1)} RRU`;

function partsOf({ steady, syntheticCheck }: IdleWork, alarms: Alarms): Readonly<Record<string, number>> {
  const settings = { monitoring: { alarms, lastResortEmail: undefined, functions: [] } };
  const minutes = REGIONS * MINUTES;
  const checks = minutes / syntheticCheckMinutes(settings);
  const chosen = chosenAlarms(settings);
  const composites = new Set(chosen.flatMap(({ name }) => compositeOf(name) ?? []));
  const watched = chosen.reduce((sum, spec) => sum + Object.keys(spec.watched).length, 0);
  // Each region's reducer is invoked for a synthetic check of either.
  const calls = minutes * 2 + checks * (syntheticCheck.requests + REGIONS);
  return {
    "DynamoDB: heartbeats, states": minutes * unitsCost(steady),
    "Functions and schedules":
      minutes * (lambdaCall(MILLISECONDS.sweep, GB.sweep) + lambdaCall(MILLISECONDS.watch, GB.watch)),
    "KMS key and its replica": REGIONS * PRICES.kmsKeyMonth,
    Logs: (calls * LOG_BYTES * PRICES.logGb) / 1e9,
    "Synthetic check": checks * checkCost(syntheticCheck),
    "Metrics of our own": REGIONS * PRICES.metricMonth,
    "Figures read from CloudWatch": REGIONS * HOURS * SHOWN.length * PRICES.metricRead,
    Alarms: REGIONS * (watched * PRICES.alarmMetricMonth + composites.size * PRICES.compositeAlarmMonth),
    Dashboard: alarms === "all" ? PRICES.dashboardMonth : 0,
  };
}

const unitsCost = ({ logWrites, viewWrites, reads }: IdleWork["steady"]): number =>
  (COPIES * logWrites + viewWrites) * PRICES.writeUnit + reads * PRICES.readUnit;

const checkCost = (syntheticCheck: IdleWork["syntheticCheck"]): number =>
  unitsCost(syntheticCheck) +
  syntheticCheck.requests * (PRICES.apiRequest + lambdaCall(MILLISECONDS.http, GB.http)) +
  REGIONS * lambdaCall(MILLISECONDS.reduce, GB.reduce) +
  (SEEN_MILLISECONDS / 1000) * GB.watch * PRICES.lambdaGbSecond;

/** Places that check, as infra/health-check.ts says, and how many checkers each has, by guess. */
const CHECKERS = 3 * 2;
const CHECK_SECONDS = 10;
/** A check leads to a write as often at the most: see AWS_WRITE_PROBE. */
const PROBE_SECONDS = 5;

/** What a domain adds, whichever alarms there are. */
function domain(): Finding["rows"] {
  const seconds = REGIONS * MINUTES * 60;
  const requests = (seconds / CHECK_SECONDS) * CHECKERS;
  const parts = {
    "hosted zone": PRICES.zoneMonth,
    "health checks and an alarm on each": REGIONS * (PRICES.healthCheckMonth + PRICES.alarmMetricMonth),
    "the checks' requests":
      requests * (PRICES.apiRequest + lambdaCall(5, GB.http) + (LOG_BYTES * PRICES.logGb) / 1e9),
    "what they have written": (seconds / PROBE_SECONDS) * COPIES * PRICES.writeUnit,
  };
  return Object.entries(parts).map(([part, dollars]) => ({
    "a month, in dollars": `with a domain: ${part}`,
    few: rounded(dollars),
    all: rounded(dollars),
  }));
}

const totalOf = (parts: Readonly<Record<string, number>>): number =>
  rounded(Object.values(parts).reduce((sum, part) => sum + part, 0));
