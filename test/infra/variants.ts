import type { Run } from "./graph.js";

interface Variant extends Run {
  readonly name: string;
}

const SETTINGS = "infra/settings.ts";
const NO_DOMAIN = "domain: undefined,";
const DOMAIN = 'domain: { name: "errors.example.com", zoneId: "Z123" },';
const WITH_DOMAIN = { file: SETTINGS, find: NO_DOMAIN, replace: DOMAIN };
const PROVISIONED = `capacity: { mode: "provisioned", read: { min: 5, max: 500 }, write: { min: 5, max: 1000 }, targetUtilization: 70 },
  views: { "us-west-2": 2 },
  warmThroughput: { read: 20000, write: 10000 },`;

const WATCHING =
  'alarms: "all", dashboard: true, lastResortEmail: "ops@example.com", functions: [{ region: "us-east-1", name: "orders" }, { region: "us-west-2", name: "orders" }]';

const ALL_ALARMS = { file: SETTINGS, find: 'alarms: "few"', replace: 'alarms: "all"' };

/** The deployments a team can ask for by `infra/settings.ts`; all of them have to keep the rules. */
export const VARIANTS: readonly Variant[] = [
  {
    name: "a personal stage with few alarms and a last resort",
    stage: "anna",
    overrides: [
      { file: SETTINGS, find: "lastResortEmail: undefined", replace: 'lastResortEmail: "ops@example.com"' },
    ],
  },
  {
    name: "production with a domain and all alarms",
    stage: "production",
    overrides: [WITH_DOMAIN, ALL_ALARMS],
  },
  {
    name: "active-active, provisioned capacity, a second view, other functions watched, on the way from KMS to a secret",
    stage: "production",
    overrides: [
      WITH_DOMAIN,
      { file: SETTINGS, find: '  encryption: "secret",', replace: '  encryption: "secret-and-kms",' },
      { file: SETTINGS, find: 'routing: "failover",', replace: 'routing: "active-active",' },
      {
        file: SETTINGS,
        find: 'capacity: { mode: "on-demand" },\n  views: {},\n  warmThroughput: undefined,',
        replace: PROVISIONED,
      },
      {
        file: SETTINGS,
        find: 'alarms: "few", dashboard: false, lastResortEmail: undefined, functions: []',
        replace: WATCHING,
      },
    ],
  },
];

/** Where KMS encrypts. */
const WITH_KMS = { file: SETTINGS, find: '  encryption: "secret",', replace: '  encryption: "kms",' };

export { ALL_ALARMS, WITH_DOMAIN, WITH_KMS };
