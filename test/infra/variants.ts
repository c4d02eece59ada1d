import type { Run } from "./graph.js";

export interface Variant extends Run {
  readonly name: string;
}

const SETTINGS = "infra/settings.ts";
const NO_DOMAIN = "domain: undefined,";
const DOMAIN = 'domain: { name: "errors.example.com", zoneId: "Z123" },';
const WITH_DOMAIN = { file: SETTINGS, find: NO_DOMAIN, replace: DOMAIN };
const PROVISIONED = `capacity: { mode: "provisioned", read: { min: 5, max: 500 }, write: { min: 5, max: 1000 }, targetUtilization: 70 },
  warmThroughput: { read: 20000, write: 10000 },`;

const WATCHING =
  'lastResortEmail: "ops@example.com", functions: [{ region: "us-east-1", name: "orders" }, { region: "us-west-2", name: "orders" }]';

/** The deployments a team can ask for by `infra/settings.ts`; all of them have to keep the rules. */
export const VARIANTS: readonly Variant[] = [
  { name: "a personal stage", stage: "anna", overrides: [] },
  { name: "production with a domain", stage: "production", overrides: [WITH_DOMAIN] },
  {
    name: "active-active, provisioned capacity, other functions watched",
    stage: "production",
    overrides: [
      WITH_DOMAIN,
      { file: SETTINGS, find: 'routing: "failover",', replace: 'routing: "active-active",' },
      {
        file: SETTINGS,
        find: 'capacity: { mode: "on-demand" },\n  warmThroughput: undefined,',
        replace: PROVISIONED,
      },
      { file: SETTINGS, find: "lastResortEmail: undefined, functions: []", replace: WATCHING },
    ],
  },
];

export { DOMAIN, NO_DOMAIN, SETTINGS, WITH_DOMAIN };
