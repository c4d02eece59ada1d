import type { Kind } from "./attempt.js";
import { isWhole } from "./audit.js";
import { isExact } from "./clients-view.js";
import { soak } from "./soak.js";

interface Kills {
  readonly minutes: number;
  /** Requests, of all clients together. */
  readonly perSecond: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

const SHARES = new Map<Kind, number>([
  ["own", 0.4],
  ["plain", 0.4],
  ["sentry", 0.2],
]);

/**
 * One region after the other is killed under the load of all kinds of clients. Gives back whether what is shown in the end is
 * exactly what was sent, as far as each client can know.
 */
export async function kills({ minutes, perSecond, seed, print }: Kills): Promise<boolean> {
  print(`SEED=${seed}`);
  const result = await soak({ minutes, perSecond, seed, faults: ["kill"], shares: SHARES, print });
  const { audit, views, clients, faults } = result;
  print(`\n${faults.kill} kills; what is shown in both regions of what each kind of client sent:`);
  for (const [kind, view] of Object.entries(views.byKind))
    print(
      `  ${kind.padEnd(6)} ${view.sent} sent, ${view.accepted} accepted, ${view.shown} shown (${view.unanswered} of them never answered), ${view.missing} missing, ${view.refusedButShown} refused and shown`,
    );
  print(
    `  ${audit.countedTwice} counted twice, ${audit.phantoms} never sent, ${views.wrongTimelines} timelines wrong; the regions are ${audit.areEqual ? "equal" : "DIFFERENT"}\n`,
  );
  const isWell = isWhole(audit, clients.own) && isExact(views, clients.own);
  print(JSON.stringify({ isWell, seed, ...result }));
  return isWell;
}
