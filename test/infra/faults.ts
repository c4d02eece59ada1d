import type { Override } from "./graph.js";
import { ALL_ALARMS, WITH_DOMAIN } from "./variants.js";

interface InfraFault {
  readonly name: string;
  readonly overrides: readonly Override[];
  /** What the check has to say of it. */
  readonly says: RegExp;
}

const FUNCTION = "infra/service-function.ts";
const STREAM = "infra/stream-subscription.ts";

/** What makes one name of two stages' names, and how it is told. */
export const CLASHES: readonly (readonly [string, Override, RegExp])[] = [
  [
    "one domain for all",
    {
      file: "infra/stage-settings.ts",
      find: `name: \`\${stage}.\${domain.name}\``,
      replace: "name: domain.name",
    },
    /ApiUsEast1DomainName is .*errors\.example\.com/,
  ],
  [
    "a filter of one name",
    { file: "infra/log-subscription.ts", find: "name: alarmPrefix(),", replace: 'name: "faultline",' },
    /WatchLogsordersUsEast1 is .*faultline/,
  ],
  [
    "alarms without their stage",
    {
      file: "infra/alarm-names.ts",
      find: `\`\${$app.name}-\${$app.stage}\``,
      replace: `\`\${$app.name}-all\``,
    },
    /AlarmCanaryMissingUsEast1 is .*faultline-all-canary-missing/,
  ],
];

/** What a tired person may do to the application, and how they hear of it. */
export const FAULTS: readonly InfraFault[] = [
  {
    name: "a function whose handler file is missing",
    overrides: [{ file: FUNCTION, find: "functions/src/", replace: "functions/missing/" }],
    says: /cannot build packages\/functions\/missing\/\w+\.handler/,
  },
  {
    name: "a package without the pages",
    overrides: [{ file: FUNCTION, find: 'spec.name === "http" ? siteFiles() : []', replace: "[]" }],
    says: /HttpUsEast1: answered .* in place of the page/,
  },
  {
    name: "a wrong export name",
    overrides: [{ file: FUNCTION, find: ".handler`", replace: ".handle`" }],
    says: /HttpUsEast1: exports handler, not handle/,
  },
  {
    name: "a regional resource in the wrong region",
    overrides: [{ file: "infra/view-table.ts", find: "{ provider },", replace: "{}," }],
    says: /ViewUsWest2Table .* lies in us-east-1/,
  },
  {
    name: "a health check pointed at the failover name",
    overrides: [
      WITH_DOMAIN,
      {
        file: "infra/health-check.ts",
        find: "fqdn: regionalName(region, failoverName)",
        replace: "fqdn: failoverName",
      },
    ],
    says: /HealthUsEast1 watches the failover name errors\.example\.com/,
  },
  {
    name: "region B's function allowed on region A's table only",
    overrides: [
      {
        file: FUNCTION,
        find: 'tablePermissions(spec.name, "log", own.log.arn)',
        replace: 'tablePermissions(spec.name, "log", ownStore(store, settings.regions[0]).log.arn)',
      },
    ],
    says: /ReduceUsWest2Function is not allowed on .*LogTable.* in its own us-west-2/,
  },
  {
    name: "a table without point-in-time recovery in production",
    overrides: [
      {
        file: "infra/log-table.ts",
        find: "args.pointInTimeRecovery = { enabled: true };",
        replace: "args.pointInTimeRecovery = { enabled: false };",
      },
    ],
    says: /LogTable .* has no point-in-time recovery/,
  },
  {
    name: "a stream subscription without a failure destination",
    overrides: [
      {
        file: STREAM,
        find: "destinationConfig: { onFailure: { destinationArn: failures.arn } },",
        replace: "",
      },
    ],
    says: /ReduceStreamUsEast1 .* has no failure destination/,
  },
  {
    name: "an alarm on a metric that nothing emits",
    overrides: [
      ALL_ALARMS,
      {
        file: "infra/alarms.ts",
        find: "metric: alarm.metric,",
        replace: 'metric: alarm.metric.concat("s"),',
      },
    ],
    says: /AlarmRequestsFailingUsEast1 watches Faultline RequestsFaileds, which nothing emits/,
  },
  {
    name: "an alarm on dimensions that its metric is not told by",
    overrides: [
      ALL_ALARMS,
      {
        file: "infra/alarms.ts",
        find: 'fixed: { Operation: "PutItem" },',
        replace: "",
      },
    ],
    says: /AlarmLogErrorsUsEast1 watches SystemErrors by TableName; it is told by TableName,Operation/,
  },
  {
    name: "an expression that names what is not there",
    overrides: [
      ALL_ALARMS,
      {
        file: "infra/alarms.ts",
        find: '"FILL(a, 0) + FILL(b, 0)"',
        replace: '"FILL(a, 0) + FILL(b, 0) + FILL(d, 0)"',
      },
    ],
    says: /AlarmBackgroundErrorsUsWest2's expression names d, which is not defined beside it/,
  },
  {
    name: "alarms that nobody hears",
    overrides: [
      ALL_ALARMS,
      {
        file: "infra/alarm-events.ts",
        find: '"CloudWatch Alarm State Change"',
        replace: '"CloudWatch Alarm"',
      },
    ],
    says: /AlarmRequestsFailingUsWest2 changes in us-west-2, where nobody hears of it/,
  },
  {
    name: "`*` in a policy resource",
    overrides: [{ file: FUNCTION, find: "resources: [own.view.arn]", replace: 'resources: ["*"]' }],
    says: /HttpUsEast1Role .* allows .* on \*/,
  },
  {
    name: "a bucket whose former versions stay",
    overrides: [
      {
        file: "infra/buckets.ts",
        find: "noncurrentVersionExpiration: { noncurrentDays: FORMER_VERSION_DAYS },",
        replace: "",
      },
    ],
    says: /BlobsUsEast1Versioning keeps former versions for ever/,
  },
  {
    name: "paths in the access log",
    overrides: [
      { file: "infra/access-log.ts", find: 'status: "$context.status",', replace: 'path: "$context.path",' },
    ],
    says: /ApiUsEast1Stage .* logs paths/,
  },
  {
    name: "a function without its secret",
    overrides: [{ file: FUNCTION, find: "link: secretsOf(spec.name", replace: 'link: secretsOf("watch"' }],
    says: /HttpUsEast1 is not linked to ClientKeys/,
  },
  {
    name: "a function with every secret",
    overrides: [{ file: FUNCTION, find: "link: secretsOf(spec.name", replace: 'link: secretsOf("http"' }],
    says: /WatchUsWest2 is linked to EncryptionKeys, which it does not need/,
  },
  {
    name: "a grant on KMS where a secret has the keys",
    overrides: [
      {
        file: FUNCTION,
        find: "...keyPermissions(spec.name, settings, own),",
        replace: '{ actions: ["kms:Decrypt"], resources: [own.view.arn] },',
      },
    ],
    says: /SweepUsEast1Function may kms:Decrypt/,
  },
  {
    name: "a key of KMS that nothing uses",
    overrides: [{ file: "stacks/data.ts", find: 'settings.encryption === "secret"', replace: "false" }],
    says: /SecretKeyUsWest2 is a key that nothing uses/,
  },
  {
    name: "a health check on the secondary",
    overrides: [
      WITH_DOMAIN,
      {
        file: "stacks/failover.ts",
        find: 'region.isPrimary || routing === "active-active"',
        replace: "true",
      },
    ],
    says: /FailoverAUsWest2 has a health check, though nothing stands behind it/,
  },
  {
    name: "a primary without one",
    overrides: [
      WITH_DOMAIN,
      {
        file: "stacks/failover.ts",
        find: "region.isPrimary || routing",
        replace: "!region.isPrimary || routing",
      },
    ],
    says: /FailoverAAAAUsEast1 has no health check/,
  },
  {
    name: "metrics of each route",
    overrides: [{ file: "infra/api.ts", find: "MetricsEnabled: false", replace: "MetricsEnabled: true" }],
    says: /ApiUsEast1Stage tells each route's metrics/,
  },
  {
    name: "metrics of replication that no alarm watches",
    overrides: [{ file: "infra/buckets.ts", find: 'monitoring.alarms === "all"', replace: "monitoring" }],
    says: /BlobReplicationUsWest2 tells metrics that no alarm watches/,
  },
  {
    name: "a line of the platform's for every call",
    overrides: [{ file: FUNCTION, find: 'systemLogLevel: "WARN"', replace: 'systemLogLevel: "INFO"' }],
    says: /SweepUsEast1Function logs every call/,
  },
  {
    name: "packs that may be deleted",
    overrides: [{ file: FUNCTION, find: "conditions: [condition]", replace: "conditions: []" }],
    says: /HttpUsEast1Role .* may delete \* in the log/,
  },
  {
    name: "a provider without the account's settings",
    overrides: [{ file: "infra/regions.ts", find: "...accountSettings(), ", replace: "" }],
    says: /AwsUsWest2 .* has no default tags/,
  },
  {
    name: "two resources with one name",
    overrides: [{ file: "infra/view-table.ts", find: "label}`", replace: '""}`' }],
    says: /two resources with one name: ViewTable|Duplicate resource|View/,
  },
];
