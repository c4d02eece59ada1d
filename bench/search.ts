import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOURS, SEARCHED_AT, SEARCHES, type Sent, searchedReport } from "@faultline/testing/searched-project";
import { seeded } from "@faultline/testing/seeded";
import * as z from "zod";
import { at, type Finding, rounded } from "./finding.js";
import { lmdbWorld } from "./lmdb-world.js";

// Every search of the table over a project of many issues and events, held against looking through every event that was
// sent, with the time of its first page and what that reads. `ISSUES=100000 EVENTS=1000000 npm run bench -- search`.

const ISSUES = Number(process.env.ISSUES ?? 2_000);
const EVENTS = Number(process.env.EVENTS ?? 100_000);
const SEED = Number(process.env.SEED ?? 11);
const ROUNDS = 3;
const BATCH = 500;
const BATCHES = 10;
const HOUR = 3_600_000;
const LIST = "/v1/projects/shop/issues?status=all";

const Found = z.object({ issues: z.array(z.object({ type: z.string() })), cursor: z.string().nullable() });

type World = ReturnType<typeof lmdbWorld>;
interface Page {
  readonly milliseconds: number;
  readonly units: number;
}

/** How long a search takes, and whether it finds what there is. */
export async function search(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-search-"));
  let now = SEARCHED_AT - HOURS * HOUR;
  const world = lmdbWorld(folder, () => now, SEED);
  const sent = await filled(world, (time) => {
    now = time;
  });
  now = SEARCHED_AT;
  const rows: (Page & { readonly query: string; readonly found: number })[] = [];
  for (const [query, isMet] of SEARCHES) {
    const expected = [...sent].filter(([, events]) => isMet(events)).map(([type]) => type);
    const types = await everyPage(world, query);
    if (types.sort().join() !== expected.sort().join())
      throw new Error(`SEED=${SEED} ${query}: ${types.length} found, ${expected.length} there`);
    rows.push({ query, found: types.length, ...(await firstPage(world, searchOf(query))) });
  }
  const inbox = await firstPage(world, "/v1/issues?limit=50");
  await world.close();
  rmSync(folder, { recursive: true });
  return told(rows, inbox);
}

async function filled(world: World, setTime: (time: number) => void): Promise<Map<string, Sent[]>> {
  const random = seeded(SEED);
  const sent = new Map<string, Sent[]>();
  for (let turn = 0; turn < EVENTS; ) {
    const batches: Sent[][] = [];
    for (; batches.length < BATCHES && turn < EVENTS; turn += BATCH) {
      const first = turn;
      batches.push(
        Array.from({ length: Math.min(BATCH, EVENTS - first) }, (_, place) => {
          const time =
            SEARCHED_AT - HOUR - Math.floor(((EVENTS - first - place) / EVENTS) * (HOURS - 1) * HOUR);
          return searchedReport(random, ISSUES, first + place, time);
        }),
      );
    }
    for (const report of batches.flat()) sent.set(report.type, [...(sent.get(report.type) ?? []), report]);
    setTime(batches.at(-1)?.at(-1)?.timestamp ?? SEARCHED_AT);
    await world.fill(batches);
  }
  await world.markAsFilled();
  return sent;
}

const searchOf = (query: string): string => `${LIST}&query=${encodeURIComponent(query)}&limit=50`;

/** The classes of all issues that a search finds: each issue has its own. */
async function everyPage({ ask }: World, query: string): Promise<string[]> {
  const types: string[] = [];
  let after = "";
  do {
    const page = Found.parse(
      JSON.parse((await ask(`${searchOf(query).replace("limit=50", "limit=200")}${after}`)).text),
    );
    types.push(...page.issues.map(({ type }) => type));
    after = page.cursor === null ? "" : `&cursor=${page.cursor}`;
  } while (after !== "");
  return types;
}

async function firstPage({ ask, read }: World, address: string): Promise<Page> {
  const times: number[] = [];
  const before = read();
  for (let round = 0; round < ROUNDS; round++) times.push((await ask(address)).milliseconds);
  return { milliseconds: at(times, 0.5), units: (read() - before) / ROUNDS };
}

function told(rows: readonly (Page & { query: string; found: number })[], inbox: Page): Finding {
  const times = rows.map(({ milliseconds }) => milliseconds);
  const units = rows.map((row) => row.units);
  return {
    title: `${rows.length} searches over ${ISSUES} issues and ${EVENTS} events, a page of 50`,
    rows: rows.map(({ query, found, milliseconds, units: read }) => ({
      search: query,
      issues: found,
      milliseconds: rounded(milliseconds, 1),
      "units read": rounded(read, 0),
    })),
    notes: [
      "Each finds, over all of its pages, exactly what looking through every event finds.",
      `The middle of ${ROUNDS} rounds, over the store of the local world; units of 4 KB read consistently, as DynamoDB counts them.`,
      `Half of them within ${rounded(at(times, 0.5), 1)} ms, 95 % within ${rounded(at(times, 0.95), 1)} ms, all within ${rounded(at(times, 1), 1)} ms; the inbox ${rounded(inbox.milliseconds, 1)} ms.`,
    ],
    figures: {
      middleMilliseconds: rounded(at(times, 0.5)),
      p95Milliseconds: rounded(at(times, 0.95)),
      inboxMilliseconds: rounded(inbox.milliseconds),
      middleUnits: rounded(at(units, 0.5)),
      p95Units: rounded(at(units, 0.95)),
    },
  };
}
