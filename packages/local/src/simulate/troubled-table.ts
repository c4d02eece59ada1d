import { type Table, Unavailable, type Written } from "@faultline/service/ports";
import type { Dice, FaultName } from "./faults.js";

/** Which faults a table suffers from; a missing one never. */
export interface Troubles {
  /** Refused before anything happened. */
  readonly before?: FaultName;
  /** Failed after it happened: the caller does not know. */
  readonly after?: FaultName;
  /** A condition that fails though it holds, as when somebody else was faster. */
  readonly conflict?: FaultName;
}

/** A table in a world of faults, while `isOn`. */
export function troubledTable(table: Table, dice: Dice, troubles: Troubles, isOn: () => boolean): Table {
  const strikes = (fault: FaultName | undefined): boolean =>
    fault !== undefined && isOn() && dice.strikes(fault);

  async function suffer<T>(work: () => Promise<T>): Promise<T> {
    if (strikes(troubles.before)) throw new Unavailable("throttled");
    const result = await work();
    if (strikes(troubles.after)) throw new Unavailable("the answer was lost");
    return result;
  }
  const swap = (hasCondition: boolean, work: () => Promise<Written>): Promise<Written> =>
    suffer(async () => (hasCondition && strikes(troubles.conflict) ? "conflict" : work()));

  return {
    get: (key) => suffer(() => table.get(key)),
    getMany: (keys) => suffer(() => table.getMany(keys)),
    put: (item, condition) => swap(condition?.kind === "version", () => table.put(item, condition)),
    delete: (key, condition) => suffer(() => table.delete(key, condition)),
    transact: (writes) => swap(true, () => table.transact(writes)),
    query: (query) => suffer(() => table.query(query)),
    scan: (after) => suffer(() => table.scan(after)),
    units: () => table.units(),
  };
}
