import { LOGGED } from "../infra/access-log.js";
import { chosenAlarms, watchMinutes } from "../infra/alarm-choice.js";
import { FAILOVER } from "../infra/failover-pace.js";
import type { Settings } from "../infra/settings.js";
import { SHOWN } from "../packages/service/src/monitoring/shown-metrics.js";
import { type Finding, rounded } from "./finding.js";
import { healthWork, type IdleWork, idleWork, SEEN_MILLISECONDS } from "./idle-work.js";
import { lambdaCall, PRICES } from "./prices.js";

const REGIONS = 2;
const HOURS = 30 * 24;
const MINUTES = HOURS * 60;
/** What a call of each function takes, by guess: some ten calls of AWS one after the other. It cannot be measured here. */
const MILLISECONDS = { sweep: 150, rebuild: 20, look: 150, http: 20, health: 8, reduce: 50 };
const GB = { sweep: 0.25, rebuild: 0.5, watch: 0.25, http: 0.5, reduce: 0.5 };
const REBUILD_MINUTES = 15;
/** API Gateway's line of a request: names, and values about as long. */
const ACCESS_BYTES = JSON.stringify(LOGGED).length;
/** While nobody looks: see viewer-presence.ts. */
const FIGURES_HOURS = 6;
/** A row of the log, replicated, and an answer: bytes that go from region to region. */
const ROW_BYTES = 400;
const ANSWER_BYTES = 2000;
/** What a check leaves for as long as events are kept: its pack in both logs. */
const KEPT_GB = 1e-6;
const KEPT_MONTHS = 3;

type Alarms = "few" | "all";

const settingsOf = (alarms: Alarms): Pick<Settings, "monitoring"> => ({
  monitoring: { alarms, dashboard: false, lastResortEmail: undefined, functions: [] },
});

/** Dollars a month of a deployment to which nothing happens, by part, with few alarms and with all. */
export async function idleCost(): Promise<Finding> {
  const work = {
    few: await idleWork(watchMinutes(settingsOf("few"))),
    all: await idleWork(watchMinutes(settingsOf("all"))),
  };
  const few = partsOf(work.few, "few");
  const all = partsOf(work.all, "all");
  const domains = { standard: await domain("standard"), fast: await domain("fast") };
  const totals = { few: sumOf(few), all: sumOf(all) };
  const added = { standard: sumOf(domains.standard), fast: sumOf(domains.fast) };
  const rows = [
    ...Object.keys(few).map((part) => row(part, few[part] ?? 0, all[part] ?? 0)),
    row("together", totals.few, totals.all),
    ...Object.keys(domains.standard).map((part) => {
      const [standard = 0, fast = 0] = [domains.standard[part], domains.fast[part]];
      return row(
        `a domain adds: ${part}${standard === fast ? "" : `, fast ${rounded(fast)}`}`,
        standard,
        standard,
      );
    }),
    row("together with a domain", totals.few + added.standard, totals.all + added.standard),
    row("together with a domain, fast", totals.few + added.fast, totals.all + added.fast),
  ];
  return {
    title: "Cost of a deployment to which nothing happens",
    rows,
    figures: {
      dollarsFew: rounded(totals.few),
      dollarsAll: rounded(totals.all),
      dollarsFewDomain: rounded(totals.few + added.standard),
      dollarsAllDomain: rounded(totals.all + added.standard),
      dollarsFewDomainFast: rounded(totals.few + added.fast),
    },
    notes: [
      `Counted by the real code, both regions, a minute: with few alarms ${told(work.few)}; with all ${told(work.all)}.`,
      `Guessed: how long calls take (${Object.entries(MILLISECONDS)
        .map(([name, time]) => `${name} ${time} ms`)
        .join(", ")}; a synthetic check ${SEEN_MILLISECONDS} ms), ${CHECKERS} checkers.`,
      `encryption: "kms" adds ${REGIONS * PRICES.kmsKeyMonth}, a dashboard ${PRICES.dashboardMonth}. List prices without free tiers. Nothing was deployed.`,
    ],
  };
}

const row = (part: string, few: number, all: number) => ({
  "a month, in dollars": part,
  few: rounded(few),
  all: rounded(all),
});

const told = ({ logWrites, viewWrites, reads, requests, lists, logBytes }: IdleWork): string =>
  `${rounded(logWrites, 1)} log WRU, ${rounded(viewWrites, 1)} view WRU, ${rounded(reads, 1)} RRU, ` +
  `${rounded(requests, 1)} requests, ${rounded(lists, 2)} lists, ${Math.round(logBytes)} bytes printed`;

type Parts = Readonly<Record<string, number>>;

function partsOf(work: IdleWork, alarms: Alarms): Parts {
  const pace = watchMinutes(settingsOf(alarms));
  const looks = (REGIONS * MINUTES) / pace.look;
  const checks = (REGIONS * MINUTES) / pace.check;
  const requests = MINUTES * work.requests;
  const watched = chosenAlarms(settingsOf(alarms)).reduce(
    (sum, spec) => sum + Object.keys(spec.watched).length,
    0,
  );
  // Each region's reducer is invoked for a synthetic check of either.
  const reducing = REGIONS * checks * lambdaCall(MILLISECONDS.reduce, GB.reduce);
  const bytes = MINUTES * work.logBytes + requests * ACCESS_BYTES;
  const between = MINUTES * work.logWrites * ROW_BYTES + requests * ANSWER_BYTES;
  // Written here and there; what expires is deleted there once more, at the price of a write.
  const writes = MINUTES * (2 * work.logWrites + work.viewWrites) + checks;
  return {
    "DynamoDB: writes": writes * PRICES.writeUnit,
    // `rebuild` looks whether its view is of this version.
    "DynamoDB: reads": (MINUTES * work.reads + (REGIONS * MINUTES) / REBUILD_MINUTES) * PRICES.readUnit,
    "Functions: sweep, rebuild":
      REGIONS * MINUTES * lambdaCall(MILLISECONDS.sweep, GB.sweep) +
      ((REGIONS * MINUTES) / REBUILD_MINUTES) * lambdaCall(MILLISECONDS.rebuild, GB.rebuild),
    "Functions: looks, synthetic checks":
      looks * lambdaCall(MILLISECONDS.look, GB.watch) +
      checks * lambdaCall(SEEN_MILLISECONDS, GB.watch) +
      reducing +
      requests * lambdaCall(MILLISECONDS.http, GB.http),
    "Requests of checks": requests * PRICES.apiRequest,
    "Lists of the spool": MINUTES * work.lists * PRICES.s3Put,
    Logs: (bytes * PRICES.logGb) / 1e9,
    "Transfer, storage, schedules":
      (between * PRICES.transferGb) / 1e9 +
      KEPT_MONTHS * checks * 2 * KEPT_GB * (PRICES.dynamoGbMonth + PRICES.recoveryGbMonth) +
      REGIONS * MINUTES * PRICES.scheduledRule,
    "Figures read from CloudWatch": ((REGIONS * HOURS) / FIGURES_HOURS) * SHOWN.length * PRICES.metricRead,
    // Four of each bucket's replication.
    "Metrics that are paid for": alarms === "all" ? REGIONS * 4 * PRICES.metricMonth : 0,
    Alarms: REGIONS * watched * PRICES.alarmMetricMonth,
  };
}

/**
 * Places that check, as infra/health-check.ts says, with two checkers each: Route 53 says that from its eight places
 * comes a request every two or three seconds, with an interval of thirty.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
const CHECKERS = 3 * 2;

/** What a domain adds, whichever alarms there are: a check of the primary region. */
async function domain(failover: Settings["failover"]): Promise<Parts> {
  const { requestInterval, probeSeconds } = FAILOVER[failover];
  const seconds = MINUTES * 60;
  const between = requestInterval / CHECKERS;
  const requests = seconds / between;
  const { logBytes } = await healthWork();
  const logs = ((ACCESS_BYTES + logBytes) * PRICES.logGb) / 1e9;
  const options = requestInterval === 10 ? 2 : 1;
  return {
    "hosted zone": PRICES.zoneMonth,
    "health check and its alarm":
      PRICES.healthCheckMonth + options * PRICES.healthCheckOptionMonth + PRICES.alarmMetricMonth,
    "its requests": requests * (PRICES.apiRequest + lambdaCall(MILLISECONDS.health, GB.http) + logs),
    // The first request after so long writes: half the time between two later.
    "what it has written": (seconds / (probeSeconds + between / 2)) * 2 * PRICES.writeUnit,
  };
}

const sumOf = (parts: Parts): number => Object.values(parts).reduce((sum, part) => sum + part, 0);
