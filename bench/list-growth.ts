import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lmdbWorld } from "./lmdb-world.js";

// Does a list get slower with the number of issues? Measures the pages of a list of 1,000 issues and of one of 100,000
// in turn, over the store of the local world and through the HTTP API, and prints the middle of each.

interface ListGrowth {
  readonly issues: number;
  /** Middle time of a page of 50 issues, milliseconds. */
  readonly first: number;
  readonly second: number;
  readonly withSparklines: number;
  readonly byEvents: number;
}

/** How long a page of a list takes, for each number of issues. */
export async function listGrowth(sizes: readonly number[], rounds: number): Promise<readonly ListGrowth[]> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-growth-"));
  const worlds: Awaited<ReturnType<typeof worldOf>>[] = [];
  for (const issues of sizes) worlds.push(await worldOf(join(folder, String(issues)), issues));
  const times = worlds.map(() => ({
    first: [] as number[],
    second: [] as number[],
    lines: [] as number[],
    events: [] as number[],
  }));
  for (let round = -5; round < rounds; round++) {
    for (const [place, { ask }] of worlds.entries()) {
      const path = "/v1/projects/shop/issues?status=unresolved&limit=50";
      const first = await ask(path);
      const second = await ask(`${path}&cursor=${first.cursor}`);
      const lines = await ask(`${path}&sparkline=24h`);
      const events = await ask(`${path}&sort=count`);
      if (round < 0) continue;
      times[place]?.first.push(first.milliseconds);
      times[place]?.second.push(second.milliseconds);
      times[place]?.lines.push(lines.milliseconds);
      times[place]?.events.push(events.milliseconds);
    }
  }
  await Promise.all(worlds.map(({ close }) => close()));
  rmSync(folder, { recursive: true });
  return sizes.map((issues, place) => ({
    issues,
    first: middle(times[place]?.first),
    second: middle(times[place]?.second),
    withSparklines: middle(times[place]?.lines),
    byEvents: middle(times[place]?.events),
  }));
}

const middle = (times: readonly number[] = []): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

async function worldOf(path: string, issues: number) {
  const world = lmdbWorld(path, Date.now, issues);
  await world.fill(Array.from({ length: issues }, (_, place) => errorsOf(place)).flat());
  return {
    close: world.close,
    async ask(address: string) {
      const { milliseconds, text } = await world.ask(address);
      const { cursor } = JSON.parse(text);
      return { milliseconds, cursor: String(cursor) };
    },
  };
}

/** The errors of an issue: a thousand of the first one, half as many of the second, one of most. */
const errorsOf = (place: number) =>
  Array.from({ length: Math.max(1, Math.floor(1000 / (place + 1))) }, () => ({
    level: "error" as const,
    type: `Error${place}`,
    message: `it broke in a way of its own, the ${place}th`,
    exceptions: [],
  }));
