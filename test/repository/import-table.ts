/**
 * Which part may import which. Imports point one way:
 *
 *   core ← protocols, destinations ← service ← { aws | local } ← functions
 *   infra ← stacks ← sst.config.ts, apart
 *   client and web import nothing of the server at run time
 */
export interface Part {
  /** Other parts, or single files of them (`packages/aws/keys`), that its code may import. */
  readonly may: readonly string[];
  /** Parts whose types it may import, and nothing else of them. */
  readonly types?: readonly string[];
  /** Parts that its tests may import besides. */
  readonly testsMay?: readonly string[];
}

/**
 * Tests of the service and of the entries run over the tables in memory: a use case is best proven over a
 * world that behaves like the real one. The tests of `aws` do not: `aws` and `local` never meet, not even there. What
 * brings both together lies in `test/`.
 */
const OVER_MEMORY = ["packages/testing"];

export const PARTS: Readonly<Record<string, Part>> = {
  "packages/core": { may: [] },
  "packages/protocols": { may: ["packages/core"] },
  "packages/destinations": { may: ["packages/core"] },
  "packages/service": {
    may: ["packages/core", "packages/protocols", "packages/destinations"],
    testsMay: OVER_MEMORY,
  },
  "packages/testing": { may: ["packages/core", "packages/protocols", "packages/service"] },
  "packages/simulation": { may: ["packages/core", "packages/service", "packages/testing"] },
  "packages/aws": { may: ["packages/core", "packages/service"] },
  "packages/local": {
    may: ["packages/core", "packages/service"],
    testsMay: OVER_MEMORY,
  },
  "packages/functions": {
    may: ["packages/core", "packages/service", "packages/aws"],
    testsMay: OVER_MEMORY,
  },
  "packages/client": { may: [] },
  "packages/web": { may: [], types: ["packages/core", "packages/service"] },
  infra: {
    may: [
      "packages/aws/access",
      "packages/aws/keys",
      "packages/aws/metrics",
      "packages/service/metrics",
      "packages/service/monitoring/alarm-title",
      "packages/service/monitoring/own-alarms",
      "packages/service/monitoring/runbook",
      "packages/service/monitoring/shown-metrics",
    ],
  },
  stacks: { may: ["infra"] },
  "sst.config.ts": { may: ["stacks", "infra"] },
};

/** Whole-repository tests, benchmarks and configuration look at everything. */
export const UNBOUND = ["test", "bench", "vitest.config.ts"];

/** Runs what it makes when it starts, so that it alone imports names that are known at run time. */
export const LAUNCHER = "packages/local/run.js";

/** Who may use what from outside. What is not named here is free, as long as it is declared. */
export const HOMES: readonly { readonly outside: RegExp; readonly parts: readonly string[] }[] = [
  {
    outside: /^node:/,
    parts: [
      "packages/service",
      "packages/aws",
      "packages/local",
      "packages/simulation",
      "packages/functions",
      "packages/client",
      "infra",
      "stacks",
      "sst.config.ts",
    ],
  },
  {
    outside: /^(hono|@hono\/[^/]+)(\/|$)/,
    parts: ["packages/service", "packages/local", "packages/functions"],
  },
  { outside: /^(@aws-sdk|@smithy)\//, parts: ["packages/aws"] },
  { outside: /^lmdb(\/|$)/, parts: ["packages/local"] },
];
