import { invariant } from "@faultline/core/invariant";
import {
  ITEM_BYTES_MAX,
  type Item,
  type Ports,
  TRANSACTION_BYTES_MAX,
  TRANSACTION_WRITES_MAX,
  type Write,
  type Written,
} from "../ports.js";
import { writeBytes } from "./item.js";

/** True when these may accompany a row, however large, in its transaction. */
export const fitsBesideRow = (beside: readonly Write[]): boolean =>
  beside.length < TRANSACTION_WRITES_MAX &&
  beside.reduce((sum, write) => sum + writeBytes(write), 0) <= TRANSACTION_BYTES_MAX - ITEM_BYTES_MAX;

/**
 * Writes a row that was read at version `ver` (0: it was not there), and what belongs to it, in one step.
 * Alone, the row is a plain put, at half the price of a transaction.
 */
export async function commit(
  ports: Ports,
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
export async function untilWritten(ports: Ports, step: () => Promise<Written>): Promise<void> {
  while ((await step()) === "conflict") await ports.clock.sleep(5 + ports.ids.random() * PAUSE_MILLISECONDS);
}
