import { at, type Finding, rounded } from "./finding.js";
import { lambdaCall, PRICES } from "./prices.js";
import { type Lived, type Load, live } from "./scale-world.js";

// Do reducers of many shards get in each other's way? Virtual time: how busy the machine is does not show.

const RATES = [
  { eventsASecond: 1_000, eventsAPost: 10, warmSeconds: 4, seconds: 8, standsFor: 1 },
  { eventsASecond: 10_000, eventsAPost: 10, warmSeconds: 4, seconds: 8, standsFor: 5 },
  { eventsASecond: 100_000, eventsAPost: 50, warmSeconds: 4, seconds: 8, standsFor: 25 },
] as const;
const ISSUES = [1, 1_000] as const;
const SHARDS = [1, 10, 100] as const;
/** Of rows that several reducers write. */
const KINDS = ["issue", "project", "list", "outbox"] as const;
const WRITES_A_SECOND_MAX = 500;
/** What waits longer than that, and longer than a while before, waits longer and longer. */
const GROWING_MILLISECONDS = 5_000;
const MONTH_SECONDS = 30 * 86_400;

/** Writes of the hottest rows, conflicts, lag, concurrency and dollars, by the rate, the issues and the shards. */
export async function scale(): Promise<Finding> {
  const found: (ReturnType<typeof rowOf> & { readonly load: Load })[] = [];
  for (const load of loads()) {
    const one = rowOf(load, await live(load));
    found.push({ load, ...one });
    // All of them take minutes.
    process.stderr.write(`${Object.values(one.row).join("  ")}\n`);
  }
  const hottest = (rate: number): number =>
    Math.max(...found.filter(({ load }) => load.eventsASecond === rate).map((one) => one.hottest));
  const name = ({ eventsASecond, issues, shards }: Load): string =>
    `${eventsASecond}Issues${issues}Shards${shards}`;
  return {
    title: "Reducers that meet at the same rows",
    rows: found.map(({ row }) => row),
    figures: Object.fromEntries(
      found.flatMap(({ load, hottest: writes, p99 }) => [
        [`hottest${name(load)}`, writes],
        [`lagP99${name(load)}`, p99],
      ]),
    ),
    notes: [
      "A region, one project, issues that are known and equally frequent, through the real reducers over tables in memory in virtual time: what calls, invocations and events take is guessed, and said in the code.",
      `A second, writes tried on the hottest row of a kind (${RATES.map(({ eventsASecond }) => `${hottest(eventsASecond)} at ${eventsASecond}/s`).join(", ")}; to stay under ${WRITES_A_SECOND_MAX}); conflicts for each write that was done; calls that a partition of 1,000 and 3,000 units a second refused; packs set aside.`,
      "Seconds from arrival until folded; * where the oldest waited ever longer. Dollars: tables and functions of both regions' reducers.",
      `Extrapolated: at 10,000 and 100,000 a second each POST stands for ${RATES.slice(1)
        .map(({ standsFor }) => standsFor)
        .join(
          " and ",
        )} of them, and of many issues each for as many; dollars of many issues are left out there.`,
    ],
  };
}

function loads(): Load[] {
  return RATES.flatMap((rate) =>
    ISSUES.flatMap((issues) =>
      SHARDS.map((shards) => ({ ...rate, shards, issues: Math.max(1, issues / rate.standsFor) })),
    ),
  );
}

function rowOf(load: Load, lived: Lived) {
  const { eventsASecond, shards, seconds, standsFor } = load;
  const hottest = (kind: string): number =>
    rounded(Math.max(0, ...(lived.view.writes.get(kind)?.byKey.values() ?? [])) / seconds, 1);
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, hottest(kind)]));
  const all = [...lived.view.writes.values()];
  const sum = (part: "tried" | "conflicts"): number => all.reduce((together, one) => together + one[part], 0);
  const [before, after] = lived.waited;
  const isGrowing = after > GROWING_MILLISECONDS && after > before;
  const p99 = rounded(at(lived.lags, 0.99) / 1000, 1);
  const dollars = dollarsOf(load, lived);
  const isCounted = load.issues === 1 || standsFor === 1;
  const row = {
    "events/s": eventsASecond.toLocaleString("en"),
    issues: load.issues === 1 ? 1 : load.issues * standsFor,
    shards,
    ...kinds,
    "conflicts a write": rounded(sum("conflicts") / (sum("tried") - sum("conflicts"))),
    refused: [lived.view, lived.log].reduce(
      (together, one) => together + one.refused.write + one.refused.read,
      0,
    ),
    "set aside": lived.parked,
    "lag p50": rounded(at(lived.lags, 0.5) / 1000, 1),
    p99: `${p99}${isGrowing ? "*" : ""}`,
    "at once": rounded(lived.busyMilliseconds / 1000 / seconds, 1),
    "$ a million": isCounted ? rounded(dollars) : "–",
    "$ a month": isCounted ? Math.round((dollars * eventsASecond * MONTH_SECONDS) / 1e6) : "–",
  };
  return { row, p99, hottest: Math.max(...Object.values(kinds)) };
}

/** For a million events: what the reducers of both regions ask of their tables, and take themselves. */
function dollarsOf({ eventsASecond, seconds }: Load, lived: Lived): number {
  const { view, log, invocations, busyMilliseconds } = lived;
  const units = (kind: "read" | "write"): number => view.units[kind] + log.units[kind];
  const tables = units("write") * PRICES.writeUnit + units("read") * PRICES.readUnit;
  const calls = lambdaCall(busyMilliseconds) + (invocations - 1) * PRICES.lambdaRequest;
  return (2 * (tables + calls) * 1e6) / (eventsASecond * seconds);
}
