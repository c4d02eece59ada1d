import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { base32 } from "@faultline/core/hash";
import { keyHash } from "@faultline/core/id";
import { once } from "@faultline/core/once";
import { KeyRing } from "@faultline/service/key-ring-cipher";
import { METRICS, type Metric } from "@faultline/service/metrics";
import { type OwnFaults, ownFaults } from "@faultline/service/monitoring/own-faults";
import { sendReport } from "@faultline/service/monitoring/send-report";
import { smtpPost } from "@faultline/service/notify/smtp";
import { withProvider } from "@faultline/service/people/provider-settings";
import type { Ids, Ports } from "@faultline/service/ports";
import { answersAt, isLeader, type LeaderSettings } from "@faultline/service/regions/leader";
import { writeProbeAt } from "@faultline/service/regions/peer-client";
import type { Statuses } from "@faultline/service/regions/status-report";
import { awsWriteProbe, writeProbe } from "@faultline/service/regions/write-probe";
import { Resource } from "sst";
import * as z from "zod";
import type { FunctionName } from "./access.js";
import { clientSettings } from "./client-settings.js";
import { asksOtherRegion, secretsOf, spools } from "./keys.js";
import { lambdaClock as clock } from "./lambda-clock.js";
import { blobsLater, spoolLater } from "./later.js";
import { type LineMeter, lineMeter } from "./meter.js";
import { printLine } from "./print-line.js";
import { regionCipher } from "./region-cipher.js";
import { FunctionEnvironment } from "./settings.js";
import { DynamoTable } from "./table.js";

export interface AwsWorld {
  readonly ports: Ports;
  readonly statuses: Statuses;
  readonly meter: LineMeter;
  readonly leaderSettings: LeaderSettings;
  readonly faults: OwnFaults;
  /** The other region's own address; undefined without a domain, for then nobody knows it before it is deployed. */
  readonly peerUrl: string | undefined;
}

/** The sweep beats once a minute, so one missed beat is no sign; what DNS needs to move is about as long. */
const STALE_MILLISECONDS = 150_000;
const BARRIER_MILLISECONDS = 15_000;

const KEY_CHARS_MIN = 16;
const Key = z
  .string()
  .min(KEY_CHARS_MIN, `a key has ${KEY_CHARS_MIN} characters at least: set another secret`);
const Keys = z
  .string()
  .transform((keys) => keys.split(",").map((key) => key.trim()))
  .pipe(z.array(Key));
const Linked = z.object({
  MasterKey: z.object({ value: Key }),
  ClientKeys: z.object({ value: Keys }).optional(),
  SmtpUrl: z.object({ value: z.string() }).optional(),
  OidcSecret: z.object({ value: z.string() }).optional(),
  EncryptionKeys: z.object({ value: KeyRing }).optional(),
});

/** One region on AWS, from what this function of it is linked to. Made once, outside the handler. */
export function awsWorld(name: FunctionName): AwsWorld {
  const environment = FunctionEnvironment.parse(process.env);
  const { FAULTLINE_REGION: region, FAULTLINE_REGION_URLS: urls } = environment;
  const linked = secretsOf(name, environment.FAULTLINE_ENCRYPTION);
  const { MasterKey, ClientKeys, SmtpUrl, OidcSecret, EncryptionKeys } = Linked.parse(
    Object.fromEntries(linked.map((secret) => [secret, Resource[secret]])),
  );
  const meter = lineMeter(region, clock, printLine, fieldsAlone(environment));
  const secrets: Secrets = {
    masterKey: MasterKey.value,
    clientKeys: ClientKeys?.value ?? [],
    smtpUrl: SmtpUrl?.value,
    oidcSecret: OidcSecret?.value,
    encryptionKeys: EncryptionKeys?.value,
  };
  const quiet: Ports = { ...portsOf(name, environment, secrets), meter };
  const other = environment.FAULTLINE_REGIONS.find((name) => name !== region);
  const peerUrl = urls.get(other ?? "");
  const faults = ownFaults(quiet, sendReport(quiet, peerUrl));
  const ports: Ports = { ...quiet, ownFault: faults.report };
  const healthy = writeProbe(ports, awsWriteProbe(environment.FAULTLINE_PROBE_SECONDS));
  const statuses: Statuses = {
    healthy,
    peerHealthy: () => writeProbeAt(peerUrl),
    staleMilliseconds: STALE_MILLISECONDS,
  };
  const leaderSettings: LeaderSettings = {
    staleMilliseconds: STALE_MILLISECONDS,
    handoverMilliseconds: BARRIER_MILLISECONDS,
    answers: (name) => answersAt(urls.get(name) ?? ""),
  };
  return { ports, statuses, meter, leaderSettings: leaderSettings, faults, peerUrl };
}

/** Metrics that nothing judges here, and that are paid for by the hour. */
const fieldsAlone = ({ FAULTLINE_CHECK_TIMES: times }: FunctionEnvironment): readonly Metric[] =>
  times === "field" ? [METRICS.syntheticCheckMilliseconds] : [];

interface Secrets {
  readonly masterKey: string;
  readonly clientKeys: readonly string[];
  readonly smtpUrl: string | undefined;
  /** What the provider gave that signs people in. */
  readonly oidcSecret: string | undefined;
  /** Undefined where KMS has the key. */
  readonly encryptionKeys: KeyRing | undefined;
}

function portsOf(
  name: FunctionName,
  environment: FunctionEnvironment,
  { masterKey, clientKeys, smtpUrl, oidcSecret, encryptionKeys }: Secrets,
): Omit<Ports, "meter"> {
  const { FAULTLINE_REGION: region, FAULTLINE_REGIONS: regions, FAULTLINE_BUCKETS: buckets } = environment;
  const named = environment.FAULTLINE_OIDC;
  const client = new DynamoDBClient(clientSettings(region));
  const sender = once(async () => {
    const { deliver } = await import("@faultline/service/notify/http-sender");
    return deliver(withProvider(environment.FAULTLINE_ALLOWED_HOSTS, named));
  });
  const bucketOfRegion = new Map(regions.map((name) => [name, buckets.get(name) ?? ""]));
  const s3 = once(async () => (await import("./s3-ports.js")).s3Ports(region, bucketOfRegion));
  const log = new DynamoTable({ client, tableName: environment.FAULTLINE_LOG_TABLE, clock });
  return {
    region,
    regions,
    log,
    peerLog: peerTable(name, environment),
    spool: spools(name) ? spoolLater(async () => (await s3()).spool) : undefined,
    view: new DynamoTable({ client, tableName: environment.FAULTLINE_VIEW_TABLE, clock }),
    blobs: blobsLater(async () => (await s3()).blobs, regions.length > 1),
    cipher: regionCipher(region, environment.FAULTLINE_KMS_KEY, encryptionKeys),
    clock,
    ids,
    print: (line) => printLine(JSON.stringify(line)),
    send: async (request) => (await sender())(request),
    mail: smtpPost(smtpUrl?.startsWith("smtp") ? smtpUrl : undefined, environment.FAULTLINE_SMTP_FROM),
    isLeader: () => isLeader({ region, regions, log, clock }),
    settings: {
      version: environment.FAULTLINE_VERSION,
      masterKeyHash: keyHash(masterKey),
      clientKeyHashes: clientKeys.map(keyHash),
      cacheSeconds: 60,
      retentionDays: environment.FAULTLINE_RETENTION_DAYS,
      mailDomains: environment.FAULTLINE_MAIL_DOMAINS,
      provider: named && { ...named, clientSecret: oidcSecret },
      durability: environment.FAULTLINE_DURABILITY,
      publicUrl: environment.FAULTLINE_PUBLIC_URL,
    },
  };
}

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

const ids: Ids = {
  unique() {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(Date.now(), 0, TIME_BYTES);
    return base32(Buffer.concat([time, randomBytes(RANDOM_BYTES)]));
  },
  random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  secret: () => randomBytes(16).toString("hex"),
};

/**
 * The log where the other region has it: a replica of the same name, asked over the ocean. For who may not ask it, it is no
 * way out: they would be refused there, and stop.
 */
function peerTable(
  by: FunctionName,
  { FAULTLINE_REGIONS, FAULTLINE_REGION, FAULTLINE_LOG_TABLE: tableName }: FunctionEnvironment,
) {
  const peer = FAULTLINE_REGIONS.find((name) => name !== FAULTLINE_REGION);
  if (peer === undefined || !asksOtherRegion(by)) return undefined;
  return new DynamoTable({ client: new DynamoDBClient(clientSettings(peer)), tableName, clock });
}
