import { Unavailable, type ViewTable, type Written } from "@faultline/service/ports";
import type { Dice, FaultName, Life } from "./faults.js";

/** Which faults a table suffers from; a missing one never. */
interface Troubles {
  /** Refused before anything happened. */
  readonly before?: FaultName;
  /** Failed after it happened: the caller does not know. */
  readonly after?: FaultName;
  /** A condition that fails though it holds: somebody else was faster, or the call was done, and repeated. */
  readonly conflict?: FaultName;
}

/** Who calls a table, and in which weather. */
export interface Caller {
  readonly dice: Dice;
  readonly life: Life;
  /** Whether faults strike now. */
  isOn(): boolean;
  /** Whether the table takes no calls at all now. */
  isOut(): boolean;
}

/** How often others come in between, at the most: calls that go on at once meet in any order. */
const TURNS_MAX = 4;

/** A table in a world of faults. A process may die before and after every single write. */
export function troubledTable(table: ViewTable, caller: Caller, troubles: Troubles): ViewTable {
  const { dice, life } = caller;
  const strikes = (fault: FaultName | undefined): boolean => fault !== undefined && dice.strikes(fault);

  async function suffer<T>(isWrite: boolean, work: () => Promise<T>): Promise<T> {
    life.check();
    return caller.isOn() ? trouble(isWrite, work) : work();
  }

  async function trouble<T>(isWrite: boolean, work: () => Promise<T>): Promise<T> {
    for (let turns = dice.pick(TURNS_MAX); turns > 0; turns--) await undefined;
    life.check();
    if (caller.isOut() || strikes(troubles.before)) throw new Unavailable("throttled");
    const result = isWrite && dice.strikes("crash") ? await lastWords(work) : await work();
    if (strikes(troubles.after)) throw new Unavailable("the answer was lost", { isUnheard: true });
    return result;
  }

  /** The process dies, right before or right after the write. */
  async function lastWords<T>(work: () => Promise<T>): Promise<T> {
    if (dice.random() < 0.5) await work();
    return life.die();
  }
  const swap = (hasCondition: boolean, work: () => Promise<Written>): Promise<Written> =>
    suffer(true, () => (hasCondition && caller.isOn() && strikes(troubles.conflict) ? refuse(work) : work()));

  async function refuse(work: () => Promise<Written>): Promise<Written> {
    if (dice.random() < 0.3) await work();
    return "conflict";
  }

  return {
    get: (key) => suffer(false, () => table.get(key)),
    getMany: (keys) => suffer(false, () => table.getMany(keys)),
    put: (item, condition) => swap(condition?.kind === "version", () => table.put(item, condition)),
    delete: (key, condition) => suffer(true, () => table.delete(key, condition)),
    transact: (writes) => swap(true, () => table.transact(writes)),
    query: (query) => suffer(false, () => table.query(query)),
    scan: (after) => suffer(false, () => table.scan(after)),
  };
}
