import { ACCOUNT_MUTATIONS } from "./account-mutations.js";
import { ALSO_MUTATIONS } from "./also-mutations.js";
import type { Edit } from "./bundle-worker.js";
import { DECIDING_MUTATIONS } from "./deciding-mutations.js";
import type { FaultName, Happening } from "./faults.js";
import { INTAKE_MUTATIONS } from "./intake-mutations.js";
import { LASTING_MUTATIONS } from "./lasting-mutations.js";
import { LATER_MUTATIONS } from "./later-mutations.js";

/** A bug somebody could make, as an edit of the real code. */
export interface Mutation extends Edit {
  readonly name: string;
  /** The worlds it can show in, where that is few: those in which these strike as they begin. Others are not run. */
  readonly kind?: readonly (FaultName | Happening)[];
}

/** Bugs that the simulation has to find. Each edit fits exactly one place of today's code. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: "skip the membership check",
    file: "service/src/projection/fold.ts",
    find: "=> !open.has(digest) && !archived.has(digest);",
    replace: "=> digest !== undefined;",
  },
  {
    name: "look for a copy in the row, not in the pages",
    file: "service/src/projection/series/load.ts",
    find: "if (archived.length === 0) return [];",
    replace: "if (archived.length >= 0) return [];",
  },
  {
    name: "write the row without its condition",
    file: "service/src/table/compare-and-swap.ts",
    find: "return ports.view.put(row, condition);",
    replace: "return ports.view.put(row);",
  },
  {
    name: "archive without the version check",
    file: "service/src/table/compare-and-swap.ts",
    find: 'transact([{ kind: "put", item: row, condition }, ...beside])',
    replace: 'transact([{ kind: "put", item: row }, ...beside])',
  },
  {
    name: "answer 2xx before the put",
    file: "service/src/ingest/fallback-store.ts",
    find: 'return await table.put(item, { kind: "absent" });',
    replace: 'void table.put(item, { kind: "absent" }).catch(() => undefined); return "written";',
  },
  {
    name: "store a large pack's pointer, forget its object",
    file: "service/src/ingest/pack.ts",
    find: "blobs.put(name, bytes).then(",
    replace: "Promise.resolve().then(",
  },
  {
    name: "never drain the spool",
    file: "service/src/ingest/spool.ts",
    find: "if (!spool) return 0;",
    replace: "if (!spool || spool) return 0;",
  },
  {
    name: "say dual without the other region",
    file: "service/src/ingest/fallback-store.ts",
    find: "isDual: peer !== undefined }",
    replace: "isDual: true }",
  },
  {
    name: "drop what cannot be folded",
    file: "service/src/projection/apply-changes.ts",
    find: "if (change.new) await park(ports, change.new, error);",
    replace: "if (change.new) ports.print({ error: String(error) });",
  },
  {
    name: "the last copy to arrive owns an event",
    file: "service/src/projection/series/entry.ts",
    find: "return arriving.pack <= known.pack ? arriving : known;",
    replace: "return arriving.pack === known.pack ? arriving : arriving;",
  },
  {
    name: "a pack's state is the one that arrived last",
    kind: ["crowded"],
    file: "service/src/projection/fold-arrivals.ts",
    find: "if (folded.contested.length > 0)",
    replace: "if (folded.contested.length < 0)",
  },
  {
    name: "count by the time of arrival",
    file: "core/src/event-time.ts",
    find: "if (timestamp === undefined)",
    replace: "if (timestamp === undefined || receivedAt > 0)",
  },
  {
    name: "status by the order of writes, not by time",
    file: "service/src/projection/fold-issue.ts",
    find: "const grown = { ...state, ...known, ...searched };",
    replace:
      'const grown = { ...state, ...known, ...searched, register: state.register?.status === "resolved" && added.length > 0 ? { ...state.register, status: "unresolved" as const } : state.register };',
  },
  {
    name: "a decision's time is this machine's clock",
    file: "service/src/triage/triage.ts",
    find: "Math.max(ports.clock.now(), before.at + 1, (before.muted?.at ?? -1) + 1, seen)",
    replace: "ports.clock.now()",
  },
  {
    name: "join the ledger's rows by min",
    file: "service/src/notify/delivery-ledger.ts",
    find: "upTo: Math.max(a.upTo, b.upTo)",
    replace: "upTo: Math.min(a.upTo, b.upTo)",
  },
  {
    name: "forget the other region's ledger on take-over",
    file: "service/src/notify/delivery-ledger.ts",
    find: "for (const row of rows.map(rowIn)) {",
    replace: "for (const row of rows.map(rowIn).filter(({ sk }) => sk.endsWith(ports.region))) {",
  },
  {
    name: "the standby prunes its outbox without a ledger",
    file: "service/src/notify/drain.ts",
    find: "othersAlone.includes(due)",
    replace: "!isLeader",
  },
  {
    name: "tell without a lease",
    file: "service/src/notify/drain.ts",
    find: "return isTaken ? open : [];",
    replace: "return isTaken || open.length > 0 ? open : [];",
  },
  {
    name: "take over when heartbeats are missing, without asking",
    file: "service/src/regions/leader.ts",
    find: "!isFresh && !(await settings.answers(other))",
    replace: "!isFresh",
  },
  {
    name: "report faults of reporting a fault",
    file: "service/src/monitoring/own-faults.ts",
    find: "if (isSelfReportingSuppressed() || now < pausedUntil) drop(1);",
    replace: "if (now < pausedUntil) drop(1);",
  },
  {
    name: "health looks at its own region alone",
    file: "service/src/regions/health.ts",
    find: "(await healthy()) || !(await peerHealthy())",
    replace: "(await healthy()) || ((await peerHealthy()) && false)",
  },
  ...LATER_MUTATIONS,
  ...LASTING_MUTATIONS,
  ...DECIDING_MUTATIONS,
  ...ACCOUNT_MUTATIONS,
  ...INTAKE_MUTATIONS,
  ...ALSO_MUTATIONS,
];
