import type { Ports } from "../ports.js";
import { isRenewed, type Mark } from "../projection/view-mark.js";
import { writeRow } from "./rows.js";

const TOLD_EVERY_MILLISECONDS = 60_000;

/** Tells how far a view is, each minute and in the end: in the log, for both regions to show, and as a line. */
export function viewProgress(
  ports: Pick<Ports, "region" | "log" | "clock" | "print">,
): (mark: Mark) => Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (mark) => {
    const { region } = ports;
    const at = ports.clock.now();
    const isWhole = isRenewed(mark);
    if (!isWhole && at - toldAt < TOLD_EVERY_MILLISECONDS) return;
    toldAt = at;
    const { items, step, begunAt = at } = mark;
    ports.print({ event: "view folded", region, items, step, isWhole, milliseconds: at - begunAt });
    await writeRow(ports, { kind: "view", region, at, begunAt, items, isWhole });
  };
}
