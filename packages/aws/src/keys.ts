import { ACCESS, type AskedTable, type FunctionName } from "./access.js";

/** A DynamoDB table as data: what `infra` creates and the code relies on. */
interface TableShape {
  readonly hashKey: "pk";
  readonly rangeKey: "sk";
  readonly timeToLive: "x";
  readonly stream: "NEW_AND_OLD_IMAGES" | undefined;
  /** One global table, or one of its own in each region. */
  readonly isGlobal: boolean;
}

const KEYS = { hashKey: "pk", rangeKey: "sk", timeToLive: "x" } as const;

export const TABLES = {
  log: { ...KEYS, stream: "NEW_AND_OLD_IMAGES", isGlobal: true },
  view: { ...KEYS, stream: undefined, isGlobal: false },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof TABLES;

/** The DynamoDB actions a function needs on a table. Transactions need no action of their own. */
export function actionsOf(by: FunctionName, table: AskedTable): string[] {
  const patterns = ACCESS.filter((pattern) => pattern.table === table && pattern.by.includes(by));
  return [...new Set(patterns.flatMap(({ actions }) => actions))]
    .sort()
    .map((action) => `dynamodb:${action}`);
}

/** The keys a function may delete on a table, as IAM's `dynamodb:LeadingKeys` has them: a pack is none of them. */
export const deletableKeys = (by: FunctionName, table: AskedTable): string[] =>
  ACCESS.filter((pattern) => pattern.table === table && pattern.by.includes(by))
    .filter(({ actions }) => actions.includes("DeleteItem"))
    .flatMap(({ key }) => key.split(" "))
    .map((key) => `${key.split("<")[0]}*`);

/** Under which keys a deployment encrypts: those of a secret, KMS's, or those of a secret while what KMS encrypted still opens. */
type Encryption = "secret" | "kms" | "secret-and-kms";

/** Which functions are linked to a secret: each to what it cannot do without. */
const SECRETS = {
  // What regions say to each other is signed with what is made of it.
  MasterKey: ["http", "reduce", "sweep", "watch", "rebuild"],
  ClientKeys: ["http"],
  SmtpUrl: ["sweep"],
  OidcSecret: ["http"],
  // Configs are encrypted where they are posted, and decrypted where they are told.
  EncryptionKeys: ["http", "reduce", "sweep"],
} as const satisfies Readonly<Record<string, readonly FunctionName[]>>;
export type SecretName = keyof typeof SECRETS;
const SECRET_NAMES: readonly SecretName[] = [
  "MasterKey",
  "ClientKeys",
  "SmtpUrl",
  "OidcSecret",
  "EncryptionKeys",
];

/** The secrets a function is linked to. */
export const secretsOf = (by: FunctionName, encryption: Encryption): readonly SecretName[] =>
  SECRET_NAMES.filter((secret) => SECRETS[secret].some((name) => name === by)).filter(
    (secret) => secret !== "EncryptionKeys" || encryption !== "kms",
  );

/** What a function may ask KMS for. */
export function kmsActionsOf(by: FunctionName, encryption: Encryption): readonly string[] {
  if (encryption === "secret" || by === "watch" || by === "rebuild") return [];
  const isEncrypting = encryption === "kms" && by === "http";
  return isEncrypting ? ["kms:Decrypt", "kms:Encrypt"] : ["kms:Decrypt"];
}

/** Who stores packs of more than an event or two: these may be too large for the table, and go into a bucket. */
export const spills = (by: FunctionName): boolean => by === "http" || by === "watch";

/**
 * Who reads them. `watch` alone does not: functions' logs have no source maps, and what it decides about lies in our own
 * project, where an error is never that large.
 */
export const readsBlobs = (by: FunctionName): boolean => by !== "watch";

/** Who may ask the other region's log. */
export const asksOtherRegion = (by: FunctionName): boolean => by === "http" || by === "watch";

/** Who has a spool: those that put there what no table takes, and who empties it. */
export const spools = (by: FunctionName): boolean => spills(by) || by === "sweep";

/** The keys of what the reducer folds, as a stream's filter says it: all else would invoke it for nothing. */
export const FOLDED_KEYS = [
  "C#p",
  { prefix: "K#" },
  { prefix: "C#s#" },
  { prefix: "C#g#" },
  { prefix: "C#M#" },
  { prefix: "C#R#" },
  { prefix: "C#v#" },
] as const;

/** What a schedule tells `watch` to do: it says so itself, so that what is tried again does the same. */
export const ROUNDS = ["look", "check"] as const;

/** What `watch` is told besides. */
export type WatchEnvironmentName =
  | "FAULTLINE_ALARM_PREFIX"
  | "FAULTLINE_HEALTH_CHECKS"
  | "FAULTLINE_JUDGES"
  | "FAULTLINE_LAST_RESORT"
  | "FAULTLINE_REDUCE_FUNCTION";

/** What tells blobs from the spool in their bucket: replication copies what carries it. */
export const BLOB_TAG = { key: "faultline", value: "blob" } as const;

/** Where in the http function's package the built pages lie. */
export const SITE_FOLDER = "site";

/** What `infra` tells a function of its place; `settings.ts` reads it there. */
export type EnvironmentName =
  | "FAULTLINE_REGION"
  | "FAULTLINE_REGIONS"
  | "FAULTLINE_LOG_TABLE"
  | "FAULTLINE_VIEW_TABLE"
  | "FAULTLINE_BUCKETS"
  | "FAULTLINE_PROBE_SECONDS"
  | "FAULTLINE_CHECK_TIMES"
  | "FAULTLINE_ENCRYPTION"
  | "FAULTLINE_KMS_KEY"
  | "FAULTLINE_RETENTION_DAYS"
  | "FAULTLINE_PUBLIC_URL"
  | "FAULTLINE_VERSION"
  | "FAULTLINE_ALLOWED_HOSTS"
  | "FAULTLINE_DURABILITY"
  | "FAULTLINE_SMTP_FROM"
  | "FAULTLINE_MAIL_DOMAINS"
  | "FAULTLINE_OIDC"
  | "FAULTLINE_REGION_URLS";
