import { METRICS } from "../metrics.js";
import type { Change, Ports, ProjectionPorts } from "../ports.js";
import { park } from "./parked.js";
import { reduce } from "./reduce.js";

/** What applying changes touches, and telling of those that fail. */
export type ApplyPorts = ProjectionPorts & Pick<Ports, "region" | "meter" | "print" | "ownFault">;

const ATTEMPTS_MAX = 3;

/**
 * Folds changes into the view; one that cannot be folded after a few attempts is parked, so that it holds
 * up no other, and `retryParked` comes back to it. Throws when not even that can be written: then all have
 * to be given again.
 */
export async function applyChanges(ports: ApplyPorts, changes: readonly Change[]): Promise<void> {
  let waiting: readonly Waiting[] = changes.map((change) => ({ change, error: undefined }));
  for (let attempt = 0; attempt < ATTEMPTS_MAX && waiting.length > 0; attempt++) {
    const given = waiting;
    const { failed } = await reduce(
      ports,
      given.map(({ change }) => change),
    );
    waiting = [...failed]
      .sort((a, b) => a.index - b.index)
      .flatMap(({ index, error }) => {
        const one = given[index];
        return one ? [{ change: one.change, error }] : [];
      });
  }
  ports.meter.count(METRICS.changesReduced, changes.length - waiting.length);
  for (const { change, error } of waiting) if (change.new) await park(ports, change.new, error);
}

interface Waiting {
  readonly change: Change;
  readonly error: unknown;
}
