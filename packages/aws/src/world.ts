import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { base32 } from "@faultline/core/hash";
import { keyHash } from "@faultline/core/id";
import { AWS_CANARY, canary } from "@faultline/service/canary";
import type { Clock, Ids, Ports } from "@faultline/service/ports";
import type { Statuses } from "@faultline/service/status-report";
import { Resource } from "sst";
import { z } from "zod";
import { s3Blobs } from "./blobs.js";
import { kmsCipher } from "./cipher.js";
import { clientSettings } from "./client-settings.js";
import { type LineMeter, lineMeter } from "./meter.js";
import { FunctionEnvironment } from "./settings.js";
import { DynamoTable } from "./table.js";

export interface AwsWorld {
  readonly ports: Ports;
  readonly statuses: Statuses;
  readonly meter: LineMeter;
}

const Secret = z.object({ value: z.string() });
const Linked = z.object({ MasterKey: Secret, ClientKeys: Secret });

/** One region on AWS, from what its function is linked to. Made once, outside the handler. */
export function awsWorld(): AwsWorld {
  const environment = FunctionEnvironment.parse(process.env);
  const { FAULTLINE_REGION: region, FAULTLINE_REGIONS: regions, FAULTLINE_BUCKETS: buckets } = environment;
  const { MasterKey, ClientKeys } = Linked.parse({
    MasterKey: Resource.MasterKey,
    ClientKeys: Resource.ClientKeys,
  });
  const client = new DynamoDBClient(clientSettings(region));
  const bucketOf = (name: string) => ({
    client: new S3Client(clientSettings(name)),
    name: buckets.get(name) ?? "",
  });
  const others = new Map(regions.filter((name) => name !== region).map((name) => [name, bucketOf(name)]));
  const meter = lineMeter(region, clock, console.log);
  const ports: Ports = {
    region,
    regions,
    log: new DynamoTable({ client, tableName: environment.FAULTLINE_LOG_TABLE, clock }),
    view: new DynamoTable({ client, tableName: environment.FAULTLINE_VIEW_TABLE, clock }),
    blobs: s3Blobs(bucketOf(region), others),
    cipher: kmsCipher(new KMSClient(clientSettings(region)), environment.FAULTLINE_KMS_KEY),
    clock,
    ids,
    meter,
    print: (line) => console.log(JSON.stringify(line)),
    settings: {
      version: environment.FAULTLINE_VERSION,
      masterKeyHash: keyHash(MasterKey.value),
      clientKeyHashes: ClientKeys.value.split(",").map((key) => keyHash(key.trim())),
      cacheSeconds: 60,
      retentionDays: environment.FAULTLINE_RETENTION_DAYS,
      publicUrl: environment.FAULTLINE_PUBLIC_URL,
    },
  };
  const healthy = canary(ports, AWS_CANARY);
  const statuses: Statuses = { healthy, regions: async () => [{ region, healthy: await healthy() }] };
  return { ports, statuses, meter };
}

const clock: Clock = { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) };

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
