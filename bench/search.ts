import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOURS, SEARCHED_AT, SEARCHES, type Sent, searchedReport } from "@faultline/testing/searched-project";
import { seeded } from "@faultline/testing/seeded";
import * as z from "zod";
import { at, type Finding, rounded } from "./finding.js";
import { lmdbWorld } from "./lmdb-world.js";

// Every search of the table over a project of many issues and events, held against looking through every event that was
// sent, with the time of its first page and what that reads. `ISSUES=140000 EVENTS=1000000 npm run bench -- search`.
// `STORE=<folder>` keeps what was filled, so that later runs search it at once; with `CHECK=off` they only measure it.

const ISSUES = Number(process.env.ISSUES ?? 2_000);
const EVENTS = Number(process.env.EVENTS ?? 100_000);
const SEED = Number(process.env.SEED ?? 11);
const { STORE } = process.env;
const IS_CHECKED = process.env.CHECK !== "off";
const ROUNDS = 3;
/** Of a search that finds more, the first pages are looked at: that they show what is there, each once. */
const WHOLE_MAX = 2_000;
const PAGES_MAX = 5;
const HOUR = 3_600_000;
const LIST = "/v1/projects/shop/issues?status=all";

const Found = z.object({ issues: z.array(z.object({ type: z.string() })), cursor: z.string().nullable() });

type World = ReturnType<typeof lmdbWorld>;
interface Page {
  readonly milliseconds: number;
  readonly processorMilliseconds: number;
  readonly units: number;
}

/** How long a search takes, and whether it finds what there is. */
export async function search(): Promise<Finding> {
  const folder = STORE ?? mkdtempSync(join(tmpdir(), "faultline-search-"));
  const isFilled = isFilledAlready(folder);
  let now = SEARCHED_AT - HOUR;
  const world = lmdbWorld(folder, () => now, SEED);
  const sent = isFilled && !IS_CHECKED ? undefined : sentReports();
  if (!isFilled) await world.fill(sent?.reports ?? []);
  writeFileSync(markOf(folder), MARK);
  now = SEARCHED_AT;
  const rows: Row[] = [];
  for (const [query] of SEARCHES) {
    const types = sent?.expected.get(query);
    if (types && IS_CHECKED) await check(world, query, types);
    rows.push({ query, found: types?.size ?? "?", ...(await firstPage(world, searchOf(query))) });
  }
  const inbox = await firstPage(world, "/v1/issues?limit=50");
  await world.close();
  if (STORE === undefined) rmSync(folder, { recursive: true });
  return told(rows, { inbox, issues: sent?.issues ?? "the" });
}

/** A search, how many issues it is to find, and its first page. */
type Row = Page & { readonly query: string; readonly found: number | "?" };

/** Written beside a store once all is in it. */
const MARK = JSON.stringify({ issues: ISSUES, events: EVENTS, seed: SEED });
const markOf = (folder: string): string => join(folder, "searched.json");

/** Whether an earlier run filled the folder with the same; throws when it is of another one, or of one that was stopped. */
function isFilledAlready(folder: string): boolean {
  if (!existsSync(join(folder, "store.mdb"))) return false;
  const isSame = existsSync(markOf(folder)) && readFileSync(markOf(folder), "utf8") === MARK;
  if (!isSame) throw new Error(`${folder} holds something else than ${MARK}: remove it`);
  return true;
}

/** What is sent, issue by issue, and which issues each search has to find: by their class, which each has of its own. */
function sentReports() {
  const random = seeded(SEED);
  const sent = new Map<string, Sent[]>();
  for (let turn = 0; turn < EVENTS; turn++) {
    const time = SEARCHED_AT - HOUR - Math.floor(((EVENTS - turn) / EVENTS) * (HOURS - 1) * HOUR);
    const report = searchedReport(random, ISSUES, turn, time);
    const others = sent.get(report.type);
    if (others) others.push(report);
    else sent.set(report.type, [report]);
  }
  const expected = new Map(
    SEARCHES.map(([query, isMet]): [string, ReadonlySet<string>] => [
      query,
      new Set([...sent].filter(([, events]) => isMet(events)).map(([type]) => type)),
    ]),
  );
  return { reports: [...sent.values()].flat(), expected, issues: sent.size };
}

const searchOf = (query: string): string => `${LIST}&query=${encodeURIComponent(query)}&limit=50`;

/** Throws unless the search finds those, and each once. */
async function check({ ask }: World, query: string, expected: ReadonlySet<string>): Promise<void> {
  const found = new Set<string>();
  let after = "";
  for (let pages = 0; expected.size <= WHOLE_MAX || pages < PAGES_MAX; pages++) {
    const { text } = await ask(`${searchOf(query).replace("limit=50", "limit=200")}${after}`);
    const { issues, cursor } = Found.parse(JSON.parse(text));
    for (const { type } of issues) {
      if (found.has(type) || !expected.has(type))
        throw new Error(`SEED=${SEED} ${query}: ${type} is not meant`);
      found.add(type);
    }
    after = `&cursor=${cursor}`;
    if (cursor !== null) continue;
    if (found.size === expected.size) return;
    throw new Error(`SEED=${SEED} ${query}: ${found.size} found, ${expected.size} there`);
  }
}

async function firstPage({ ask, read }: World, address: string): Promise<Page> {
  const before = read();
  const rounds: Awaited<ReturnType<World["ask"]>>[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await ask(address));
  const middle = (of: "milliseconds" | "processorMilliseconds"): number =>
    at(
      rounds.map((round) => round[of]),
      0.5,
    );
  return {
    milliseconds: middle("milliseconds"),
    processorMilliseconds: middle("processorMilliseconds"),
    units: (read() - before) / ROUNDS,
  };
}

interface Besides {
  readonly inbox: Page;
  readonly issues: number | "the";
}

function told(rows: readonly Row[], { inbox, issues }: Besides): Finding {
  const partOf = (of: keyof Page, part: number): number =>
    at(
      rows.map((row) => row[of]),
      part,
    );
  const parts = (of: keyof Page): string =>
    `half within ${rounded(partOf(of, 0.5), 1)} ms, 95 % within ${rounded(partOf(of, 0.95), 1)} ms, all within ${rounded(partOf(of, 1), 1)} ms; the inbox ${rounded(inbox[of], 1)} ms`;
  return {
    title: `${rows.length} searches over ${issues} issues and ${EVENTS} events, a page of 50`,
    rows: rows.map(({ query, found, milliseconds, processorMilliseconds, units: read }) => ({
      search: query,
      issues: found,
      milliseconds: rounded(milliseconds, 1),
      "of processor time": rounded(processorMilliseconds, 1),
      "units read": rounded(read, 0),
    })),
    notes: [
      IS_CHECKED
        ? `Each finds, over all of its pages, exactly what looking through every event finds; of more than ${WHOLE_MAX} issues the first ${PAGES_MAX} pages of 200 were looked at.`
        : "Whether each finds what there is was not looked at.",
      `The middle of ${ROUNDS} rounds, over the store of the local world; units of 4 KB read consistently, as DynamoDB counts them.`,
      `By the clock ${parts("milliseconds")}.`,
      `Of processor time, which other programs change least, ${parts("processorMilliseconds")}.`,
    ],
    figures: {
      middleMilliseconds: rounded(partOf("milliseconds", 0.5)),
      p95Milliseconds: rounded(partOf("milliseconds", 0.95)),
      p95ProcessorMilliseconds: rounded(partOf("processorMilliseconds", 0.95)),
      mostProcessorMilliseconds: rounded(partOf("processorMilliseconds", 1)),
      inboxMilliseconds: rounded(inbox.milliseconds),
      inboxProcessorMilliseconds: rounded(inbox.processorMilliseconds),
      middleUnits: rounded(partOf("units", 0.5)),
      p95Units: rounded(partOf("units", 0.95)),
    },
  };
}
