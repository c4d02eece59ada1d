import { invariant } from "@faultline/core/invariant";
import * as z from "zod";
import {
  type EventLog,
  ITEM_BYTES_MAX,
  type Item,
  type Key,
  type Ports,
  TRANSACTION_BYTES_MAX,
  TRANSACTION_WRITES_MAX,
  type Value,
  type Write,
  type Written,
} from "../ports.js";
import { writeBytes } from "./item.js";

/** An issue's row, two of the list, one or two of the outbox, and of each of three rankings the old and the new one. */
const WRITES_AN_ISSUE = 11;

/** True when these may accompany a row, however large, in its transaction; or so many of issues, with what follows from them. */
export const fitsBesideRow = (beside: readonly Write[], rows = 1): boolean =>
  beside.length < TRANSACTION_WRITES_MAX - (rows > 1 ? WRITES_AN_ISSUE * rows : 0) &&
  beside.reduce((sum, write) => sum + writeBytes(write), 0) <= TRANSACTION_BYTES_MAX - rows * ITEM_BYTES_MAX;

/**
 * Writes a row that was read at version `ver` (0: it was not there), and what belongs to it, in one step.
 * Alone, the row is a plain put, at half the price of a transaction.
 */
export async function commit(
  ports: Pick<Ports, "view">,
  row: Item,
  ver: number,
  beside: readonly Write[],
): Promise<Written> {
  invariant(fitsBesideRow(beside), "a row and what belongs to it fit one transaction");
  const condition = ver === 0 ? ({ kind: "absent" } as const) : ({ kind: "version", is: ver } as const);
  if (beside.length === 0) return ports.view.put(row, condition);
  return ports.view.transact([{ kind: "put", item: row, condition }, ...beside]);
}

const PAUSE_MILLISECONDS = 40;

/** Tries until the compare-and-swap wins; `step` reads anew each time. */
export async function untilWritten(
  { clock, ids }: Pick<Ports, "clock" | "ids">,
  step: () => Promise<Written>,
): Promise<void> {
  while ((await step()) === "conflict") await clock.sleep(5 + ids.random() * PAUSE_MILLISECONDS);
}

/**
 * Reads a row, changes it and writes it unless somebody else was in between, until that went well. `change` gets what is
 * there and gives back the row's next content, or undefined to leave it. Gives back what is there in the end.
 */
export async function compareAndSwap<Row extends object>(
  { clock, ids }: Pick<Ports, "clock" | "ids">,
  table: Pick<EventLog, "get" | "put">,
  { key, schema }: { readonly key: Key; readonly schema: z.ZodType<Row> },
  change: (before: Row | undefined) => (Row & Readonly<Record<string, Value | undefined>>) | undefined,
): Promise<Row | undefined> {
  let changed: Row | undefined;
  await untilWritten({ clock, ids }, async () => {
    const stored = await table.get(key);
    const before = stored && schema.parse(stored);
    const next = change(before);
    changed = next ?? before;
    if (!next) return "written";
    const ver = versionOf(stored);
    const condition = stored ? ({ kind: "version", is: ver } as const) : ({ kind: "absent" } as const);
    return table.put({ ...next, ...key, ver: ver + 1 }, condition);
  });
  return changed;
}

const Versioned = z.object({ ver: z.number().default(0) });
/** The version a row was written at; 0 for none. */
export const versionOf = (stored: Item | undefined): number =>
  typeof stored?.ver === "number" ? stored.ver : Versioned.parse(stored ?? {}).ver;
