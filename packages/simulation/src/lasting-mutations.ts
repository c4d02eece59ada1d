import type { Mutation } from "./mutations.js";

/** Bugs that take weeks to show: in what is kept, renewed, and forgotten. */
export const LASTING_MUTATIONS: readonly Mutation[] = [
  {
    name: "a release's row goes while it is in use",
    file: "service/src/projection/rows/releases.ts",
    find: "return known.cut === deletedBefore && isKeptLong(known.x, x)",
    replace: "return known.cut === deletedBefore",
  },
  {
    name: "a release is kept as long as the first of its errors asks for",
    kind: ["longWorld"],
    file: "service/src/projection/rows/releases.ts",
    find: "const x = expiryOf(ports, known?.x ?? 0, group);",
    replace: "const x = expiryOf(ports, known?.x ?? 0, [event]);",
  },
  {
    name: "an issue is resolved a day too early",
    file: "service/src/triage/resolve-quiet.ts",
    find: "state.register?.at ?? 0) + days * DAY",
    replace: "state.register?.at ?? 0) + (days - 1) * DAY",
  },
  {
    name: "an issue's row in the list goes while errors come",
    kind: ["longWorld"],
    file: "service/src/projection/rows/list.ts",
    find: "if (stays && isKeptLong(before.keptUntil, expiresAt)) return before;",
    replace: "if (stays) return before;",
  },
  {
    name: "users' buckets go while users come",
    kind: ["longWorld"],
    file: "service/src/projection/rows/users.ts",
    find: "if (missing.length === 0 && isKeptLong(bucket?.x, expiresAt)) continue;",
    replace: "if (missing.length === 0) continue;",
  },
  {
    name: "an issue that was forgotten is not told again",
    file: "service/src/notify/delivery-ledger.ts",
    find: "const told = isOfThisIncarnation(ports, x)",
    replace: "const told = isOfThisIncarnation(ports, x) || x > 0",
  },
  {
    name: "what a forgotten issue had to tell is looked for forever",
    kind: ["longWorld", "comesBack"],
    file: "service/src/notify/drain.ts",
    find: "return out.length === 0 ? unlist(ports, place) : drainDue(ports, place, out, until);",
    replace: "return drainDue(ports, place, out, until);",
  },
  {
    name: "a series goes as early as its first event",
    file: "service/src/projection/expiry.ts",
    find: "return Math.max(before, keptUntil(ports, latest, { graceDays: GRACE_DAYS }));",
    replace: "return before || keptUntil(ports, latest, { graceDays: GRACE_DAYS });",
  },
  {
    name: "a view forgets as early as the log",
    file: "service/src/projection/expiry.ts",
    find: "export const GRACE_DAYS = 3;",
    replace: "export const GRACE_DAYS = 0;",
  },
  {
    name: "what may be stored is said not to be",
    file: "service/src/ingest/fallback-store.ts",
    find: "if (error.isUnheard) onUnheard(error);",
    replace: "",
  },
  {
    name: "a search by type looks at the message",
    file: "service/src/projection/facets/facets-of.ts",
    find: 'add("type", event.type);',
    replace: 'add("type", event.message);',
  },
  {
    name: "a value of a tag is counted once",
    file: "service/src/query/distribution.ts",
    find: "(values.get(value) ?? 0) + 1",
    replace: "1",
  },
];
