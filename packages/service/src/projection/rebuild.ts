import type { Key, ProjectionPorts } from "../ports.js";
import { reviveAll } from "./move-back.js";
import { reduce } from "./reduce.js";
import { markAsRenewed } from "./view-mark.js";

interface Progress {
  /** Log items given to the reducer so far. */
  readonly items: number;
}

const ATTEMPTS_MAX = 5;

/**
 * Folds the whole log into `ports.view`, which the caller gives empty. Throws when an item of the log
 * cannot be folded after several attempts: a half view must not take the place of a whole one.
 */
export async function rebuild(
  ports: ProjectionPorts,
  onProgress: (progress: Progress) => void,
): Promise<Progress> {
  // First, so that no event is put into an issue it would be taken from again.
  await reviveAll(ports);
  let items = 0;
  let after: Key | undefined;
  do {
    const page = await ports.log.scan(after);
    await foldAll(
      ports,
      page.items.map((item) => ({ new: item })),
    );
    items += page.items.length;
    onProgress({ items });
    after = page.next;
  } while (after);
  await markAsRenewed(ports);
  return { items };
}

async function foldAll(ports: ProjectionPorts, changes: Parameters<typeof reduce>[1]): Promise<void> {
  let waiting = changes;
  let reason: unknown;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && waiting.length > 0; attempt++) {
    const { failed } = await reduce(ports, waiting);
    reason = failed[0]?.error;
    const again = new Set(failed.map(({ index }) => index));
    waiting = waiting.filter((_, index) => again.has(index));
  }
  if (waiting.length > 0)
    throw new Error(`${waiting.length} items of the log cannot be folded`, { cause: reason });
}
