import type { Ports } from "@faultline/service/ports";
import { Merge } from "@faultline/service/projection/merges";
import { mergesPartition } from "@faultline/service/table/layout";
import { PROJECT } from "./stage.js";

/** What a log says of which issues are shown as one, followed in other words than the code's own. */
export interface Roots {
  /** Every register, by issue. */
  readonly registers: ReadonlyMap<string, Merge>;
  /** Which issue this one is shown as a part of, or itself. */
  of(issue: string): string;
  /** Two regions merged each into the other. */
  readonly hasCircle: boolean;
}

export async function rootsIn({ log }: Pick<Ports, "log">): Promise<Roots> {
  const { items } = await log.query({ pk: mergesPartition(PROJECT) });
  const registers = new Map(items.map((row) => [row.sk, Merge.parse(row)]));
  const ends = new Map([...registers.keys()].map((issue) => [issue, endOf(registers, issue)]));
  return {
    registers,
    of: (issue) => ends.get(issue)?.root ?? issue,
    hasCircle: [...ends.values()].some(({ isCircle }) => isCircle),
  };
}

/** Where the registers lead: to one that leads nowhere, or round and round, and then the smallest of those counts. */
function endOf(registers: ReadonlyMap<string, Merge>, issue: string) {
  const met = new Set<string>();
  let at = issue;
  for (let into: string | null = at; into !== null; into = registers.get(at)?.into ?? null) {
    at = into;
    if (met.has(at)) return { root: circleFrom(registers, at).sort()[0] ?? at, isCircle: true };
    met.add(at);
  }
  return { root: at, isCircle: false };
}

function circleFrom(registers: ReadonlyMap<string, Merge>, start: string): string[] {
  const circle = [start];
  for (let at = registers.get(start)?.into ?? start; at !== start; at = registers.get(at)?.into ?? start)
    circle.push(at);
  return circle;
}
