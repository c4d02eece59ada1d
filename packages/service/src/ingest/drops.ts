import { base32, digest } from "@faultline/core/hash";
import type { IntakeRule } from "@faultline/core/intake-rule";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { dropsKey } from "../table/layout.js";

/** What rules drop is written down so often at the most, for each: it may be a flood that they are there to stop. */
const WRITTEN_MILLISECONDS = 10_000;
const KEPT_SECONDS = 2 * 365 * 86_400;
const RULES_MAX = 10_000;

const Row = z.object({ count: z.number(), since: z.number() });

/** What a rule dropped: how many reports at least, and since when. */
type Dropped = z.infer<typeof Row>;

interface Tally {
  readonly project: string;
  readonly rule: string;
  count: number;
  writtenAt: number;
}

/** Of each process, by what stands for it. */
const tallies = new WeakMap<Ports["meter"], Map<string, Tally>>();

type DropPorts = Pick<Ports, "log" | "region" | "clock" | "ids" | "meter">;

/** Stands for what a rule does; its note may change. */
const nameOf = ({ when, do: does }: IntakeRule): string =>
  base32(digest("rule", JSON.stringify([when, does])).subarray(0, 10));

/** Counts what rules of a project dropped, in a row of this region. One that cannot be written now is written later. */
export async function noteDrops(
  ports: DropPorts,
  project: string,
  drops: ReadonlyMap<IntakeRule, number>,
): Promise<void> {
  const own = tallies.get(ports.meter) ?? new Map<string, Tally>();
  tallies.set(ports.meter, own);
  for (const [rule, count] of drops) {
    const name = nameOf(rule);
    const key = `${project}\n${name}`;
    const tally = own.get(key) ?? { project, rule: name, count: 0, writtenAt: Number.NEGATIVE_INFINITY };
    if (own.size >= RULES_MAX) own.clear();
    own.set(key, tally);
    tally.count += count;
    if (ports.clock.now() - tally.writtenAt >= WRITTEN_MILLISECONDS)
      await write(ports, tally).catch(() => {});
  }
}

/** Writes down what was not worth a write before. */
export async function flushDrops(ports: DropPorts): Promise<void> {
  for (const tally of tallies.get(ports.meter)?.values() ?? [])
    if (tally.count > 0) await write(ports, tally);
}

async function write(ports: DropPorts, tally: Tally): Promise<void> {
  const now = ports.clock.now();
  const { project, rule, count } = tally;
  // Whoever comes meanwhile begins anew; what is not written is added again.
  tally.count = 0;
  tally.writtenAt = now;
  const row = { key: dropsKey(project, rule, ports.region), schema: Row };
  try {
    await compareAndSwap(ports, ports.log, row, (before) => ({
      count: (before?.count ?? 0) + count,
      since: before?.since ?? now,
      x: Math.ceil(now / 1000) + KEPT_SECONDS,
    }));
  } catch (error) {
    tally.count += count;
    throw error;
  }
}

/** What each of these rules dropped in both regions together; undefined for one that dropped nothing yet. */
export async function droppedBy(
  { log, regions }: Pick<Ports, "log" | "regions">,
  project: string,
  rules: readonly IntakeRule[],
): Promise<readonly (Dropped | undefined)[]> {
  const keyOf = (rule: IntakeRule) => regions.map((region) => dropsKey(project, nameOf(rule), region));
  const rows = new Map((await log.getMany(rules.flatMap(keyOf))).map((row) => [row.sk, Row.parse(row)]));
  return rules.map((rule) => {
    const own = keyOf(rule).flatMap(({ sk }) => rows.get(sk) ?? []);
    return own.length === 0
      ? undefined
      : {
          count: own.reduce((sum, { count }) => sum + count, 0),
          since: Math.min(...own.map(({ since }) => since)),
        };
  });
}
