import type { FunctionName } from "../packages/aws/src/access";
import {
  actionsOf,
  deletableKeys,
  type EnvironmentName,
  kmsActionsOf,
  readsBlobs,
  secretsOf,
  spills,
} from "../packages/aws/src/keys";
import { isCheckTimed } from "./alarm-choice";
import { FAILOVER } from "./failover-pace";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";
import { siteFiles } from "./site";
import { ownStore, type RegionStore, type Store } from "./store";

interface ServiceFunction {
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: `${number} seconds`;
  readonly memory: `${number} MB`;
  /** What it needs beyond tables, objects and the key. */
  readonly permissions?: sst.aws.FunctionPermissionArgs[];
  readonly environment?: Readonly<Record<string, $util.Input<string>>>;
  readonly publicUrl: $util.Input<string>;
  /** Each region's own address, `region=url` pairs: who is asked directly whether it lives. */
  readonly regionUrls: $util.Input<string>;
}

/** One of our functions in one region, allowed what its access patterns name in that region and nothing else. */
export function serviceFunction(
  settings: Settings,
  region: RegionContext,
  store: Store,
  spec: ServiceFunction,
): sst.aws.Function {
  const own = ownStore(store, region.name);
  return new sst.aws.Function(
    `${spec.name.charAt(0).toUpperCase()}${spec.name.slice(1)}${region.label}`,
    {
      handler: `packages/functions/src/${spec.name}.handler`,
      description: `Faultline ${region.name}: ${spec.description}`,
      runtime: "nodejs24.x",
      architecture: "arm64",
      // What few requests need (mail, S3, KMS, the API and its pages) is loaded when it is needed, not before the first one.
      nodejs: { splitting: true },
      timeout: spec.timeout,
      memory: spec.memory,
      logging: { retention: settings.logRetention, format: "json" },
      link: secretsOf(spec.name, settings.encryption).flatMap((name) => store.secrets[name] ?? []),
      environment: { ...environment(settings, region, store, spec), ...spec.environment },
      transform: {
        function: (args) => {
          // What it says of every call is half of an idle log; of one that ends badly it still tells.
          args.loggingConfig = $output(args.loggingConfig).apply((logging) => ({
            ...logging,
            logFormat: "JSON",
            systemLogLevel: "WARN",
          }));
        },
      },
      copyFiles: spec.name === "http" ? siteFiles() : [],
      permissions: [
        ...tablePermissions(spec.name, "log", own.log.arn),
        { actions: actionsOf(spec.name, "view"), resources: [own.view.arn] },
        ...blobPermissions(spec.name, store),
        ...keyPermissions(spec.name, settings, own),
        ...(spec.name === "sweep" ? spoolPermissions(own) : []),
        ...(actionsOf(spec.name, "peerLog").length > 0
          ? ladderPermissions(spec.name, store, region.name)
          : []),
        ...(spec.permissions ?? []),
      ],
    },
    { provider: region.provider },
  );
}

function environment(
  settings: Settings,
  region: RegionContext,
  store: Store,
  { publicUrl, regionUrls }: ServiceFunction,
): Record<EnvironmentName, $util.Input<string>> {
  const own = ownStore(store, region.name);
  const pairs = [...store.regions].map(([name, { bucket }]) => $interpolate`${name}=${bucket.name}`);
  return {
    FAULTLINE_REGION: region.name,
    FAULTLINE_REGIONS: settings.regions.join(","),
    FAULTLINE_LOG_TABLE: own.log.name,
    FAULTLINE_VIEW_TABLE: own.view.name,
    FAULTLINE_BUCKETS: $util.all(pairs).apply((texts) => texts.join(",")),
    FAULTLINE_PROBE_SECONDS: String(FAILOVER[settings.failover].probeSeconds),
    FAULTLINE_CHECK_TIMES: isCheckTimed(settings) ? "metric" : "field",
    FAULTLINE_ENCRYPTION: settings.encryption,
    FAULTLINE_KMS_KEY: own.keyArn ?? "",
    FAULTLINE_RETENTION_DAYS: String(settings.retentionDays),
    FAULTLINE_PUBLIC_URL: publicUrl,
    FAULTLINE_VERSION: "1.0.0",
    FAULTLINE_DURABILITY: settings.durability,
    FAULTLINE_ALLOWED_HOSTS: settings.notifications.allowedHosts.join(","),
    FAULTLINE_SMTP_FROM: settings.notifications.mailFrom,
    FAULTLINE_MAIL_DOMAINS: settings.notifications.mailDomains.join(","),
    FAULTLINE_OIDC: settings.signIn ? JSON.stringify(settings.signIn) : "",
    FAULTLINE_REGION_URLS: regionUrls,
  };
}

/** Deleting is bound to keys, where it is not for the whole table. */
function tablePermissions(by: FunctionName, table: "log", arn: $util.Output<string>) {
  const isDeletion = (action: string): boolean => action === "dynamodb:DeleteItem";
  const actions = actionsOf(by, table);
  const values = deletableKeys(by, table);
  const condition = { test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values };
  return [
    { actions: actions.filter((action) => !isDeletion(action)), resources: [arn] },
    ...(values.length === 0
      ? []
      : [{ actions: actions.filter(isDeletion), resources: [arn], conditions: [condition] }]),
  ];
}

/** A spilled pack is read where it was written until replication has brought it, and written there while the own bucket is ill. */
function blobPermissions(by: FunctionName, store: Store) {
  const actions = [
    ...(readsBlobs(by) ? ["s3:GetObject"] : []),
    ...(spills(by) ? ["s3:PutObject", "s3:PutObjectTagging"] : []),
  ];
  return [...store.regions.values()].map(({ bucket }) => ({
    actions,
    resources: [$interpolate`${bucket.arn}/*`],
  }));
}

function keyPermissions(by: FunctionName, { encryption }: Settings, { keyArn }: RegionStore) {
  const actions = kmsActionsOf(by, encryption);
  return actions.length === 0 || keyArn === undefined ? [] : [{ actions: [...actions], resources: [keyArn] }];
}

/** The spool is emptied by the sweep. */
function spoolPermissions({ bucket }: RegionStore) {
  return [
    { actions: ["s3:ListBucket"], resources: [bucket.arn] },
    { actions: ["s3:DeleteObject"], resources: [$interpolate`${bucket.arn}/spool/*`] },
  ];
}

/** The second rung: the other region's log, asked directly when this one's does not answer. */
function ladderPermissions(by: FunctionName, store: Store, own: string) {
  return [...store.regions]
    .filter(([name]) => name !== own)
    .map(([, { log }]) => ({ actions: actionsOf(by, "peerLog"), resources: [log.arn] }));
}
