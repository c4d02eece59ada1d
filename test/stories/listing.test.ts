import { afterAll, beforeAll, expect, test } from "vitest";
import type { Issue } from "./api.js";
import { A, B, REGIONS, type RegionName, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const ISSUES = 2000;
const BATCH = 250;
const START = Date.UTC(2026, 10, 20);

let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

// Letters alone: numbers in a message are what differs between events of one issue.
const nameOf = (place: number): string =>
  `Fault${[...String(place)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
const errorOf = (place: number, at: number) => ({
  type: nameOf(place),
  message: "it broke",
  timestamp: new Date(at).toISOString(),
});

interface Traffic {
  posted(): number;
  stop(): Promise<void>;
}

/** POSTs errors of random issues, now to one region and now to the other, until told to stop. */
function traffic(): Traffic {
  let isStopped = false;
  let posted = 0;
  const work = async (region: RegionName, offset: number): Promise<void> => {
    for (let round = 0; !isStopped; round++) {
      // Spread over all issues, also brand-new ones, each at a new minute: every one of them moves to the top.
      const at = START + 86_400_000 + round * 60_000;
      const places = Array.from(
        { length: 20 },
        (_, place) => (round * 997 + place * 251 + offset) % (ISSUES + 500),
      );
      const { status } = await world
        .api(region)
        .post("many", { errors: places.map((place) => errorOf(place, at)) });
      // A region that has no time for it now says so, and is sent the next ones.
      expect([201, 503]).toContain(status);
      if (status === 201) posted += places.length;
    }
  };
  const working = [work(A, 0), work(B, 3)];
  return {
    posted: () => posted,
    async stop() {
      isStopped = true;
      await Promise.all(working);
    },
  };
}

async function readAll(region: RegionName, limit: string): Promise<Issue[]> {
  const all: Issue[] = [];
  let cursor: string | null = null;
  do {
    const page = await world.api(region).issuePage("many", { limit, ...(cursor === null ? {} : { cursor }) });
    all.push(...page.issues);
    cursor = page.cursor;
  } while (cursor !== null);
  return all;
}

test("2,000 issues page without repeat and without gap while errors keep arriving", async () => {
  for (let start = 0; start < ISSUES; start += BATCH) {
    const errors = Array.from({ length: BATCH }, (_, place) =>
      errorOf(start + place, START + (start + place) * 10_000),
    );
    expect((await world.api(start % 500 === 0 ? A : B).post("many", { errors })).status).toBe(201);
  }
  const wanted = new Set<string>();
  for (const region of REGIONS) {
    const issues = await until(`all issues in ${region}`, async () => {
      const found = await readAll(region, "500");
      return found.length === ISSUES ? found : undefined;
    });
    for (const { id } of issues) wanted.add(id);
  }
  expect(wanted.size).toBe(ISSUES);

  const { posted, stop } = traffic();
  const hasMoved = (issues: readonly Issue[]): boolean => issues.some(({ count }) => count > 1);
  const listings = await until("lists that moved under their readers", async () => {
    const before = posted();
    const lists = await Promise.all(REGIONS.map((region) => readAll(region, "83")));
    return lists.every(hasMoved) && posted() > before ? lists : undefined;
  });
  await stop();
  for (const issues of listings) {
    const ids = issues.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const missing = [...wanted].filter((id) => !ids.includes(id));
    expect(missing).toEqual([]);
  }
});
