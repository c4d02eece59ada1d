import * as z from "zod";
import { answered, type Maker, type Making, spelled, spelledWithout, text } from "./maker.js";

// Tables, buckets, the key.

const Table = z.looseObject({
  name: z.string(),
  billingMode: z.string(),
  attributes: z.array(z.object({ name: z.string(), type: z.string() })),
  hashKey: z.string(),
  rangeKey: z.string(),
  streamEnabled: z.boolean().default(false),
  streamViewType: z.string().optional(),
  deletionProtectionEnabled: z.boolean().optional(),
  readCapacity: z.number().optional(),
  writeCapacity: z.number().optional(),
  ttl: z.object({ attributeName: z.string(), enabled: z.boolean() }),
  replicas: z.array(z.looseObject({ regionName: z.string() })).default([]),
});
type Table = z.infer<typeof Table>;

const table: Maker = async (making) => {
  const { ask } = making;
  const shape = Table.parse(making.inputs);
  const TableName = shape.name;
  const made = await ask("dynamodb", "CreateTable", creation(shape));
  await ask("dynamodb", "UpdateTimeToLive", {
    TableName,
    TimeToLiveSpecification: { AttributeName: shape.ttl.attributeName, Enabled: shape.ttl.enabled },
  });
  await ask("dynamodb", "UpdateContinuousBackups", {
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  if (shape.streamEnabled)
    learnStream(making, making.resource.region, answered(made, "TableDescription", "LatestStreamArn"));
  for (const { regionName } of shape.replicas) await replica(making, TableName, regionName);
};

function creation(shape: Table) {
  const { streamViewType, readCapacity, writeCapacity } = shape;
  const isProvisioned = shape.billingMode === "PROVISIONED";
  return {
    TableName: shape.name,
    BillingMode: shape.billingMode,
    AttributeDefinitions: shape.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: [
      { AttributeName: shape.hashKey, KeyType: "HASH" },
      { AttributeName: shape.rangeKey, KeyType: "RANGE" },
    ],
    DeletionProtectionEnabled: shape.deletionProtectionEnabled ?? false,
    ...(shape.streamEnabled && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType },
    }),
    ...(isProvisioned && {
      ProvisionedThroughput: { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity },
    }),
  };
}

async function replica(making: Making, TableName: string, RegionName: string): Promise<void> {
  const { ask } = making;
  await ask("dynamodb", "UpdateTable", { TableName, ReplicaUpdates: [{ Create: { RegionName } }] });
  const there = await ask("dynamodb", "DescribeTable", { TableName }, RegionName);
  learnStream(making, RegionName, answered(there, "Table", "LatestStreamArn"));
}

function learnStream({ inputs, learn }: Making, region: string, arn: string): void {
  const own = arn.split(":")[4] ?? "";
  learn(
    `arn:aws:dynamodb:${region}:${own}:table/${text(inputs, "name")}/stream/2026-01-01T00:00:00.000`,
    arn,
  );
}

const key: Maker = async ({ resource, inputs, ask, learn }) => {
  const made = await ask("kms", "CreateKey", {
    Description: inputs.description,
    MultiRegion: inputs.multiRegion,
  });
  const arn = answered(made, "KeyMetadata", "Arn");
  await ask("kms", "EnableKeyRotation", { KeyId: arn });
  learn(standInKey(resource.region, arn), arn);
};

const replicaKey: Maker = async ({ resource, inputs, ask, learn }) => {
  const primary = text(inputs, "primaryKeyArn");
  const params = { KeyId: primary.split("/").at(-1), ReplicaRegion: resource.region };
  const made = await ask("kms", "ReplicateKey", params, primary.split(":")[3]);
  const arn = answered(made, "ReplicaKeyMetadata", "Arn");
  learn(standInKey(resource.region, arn), arn);
};

const standInKey = (region: string, arn: string): string =>
  `arn:aws:kms:${region}:${arn.split(":")[4]}:key/mrk-1234`;

/** Every bucket outside of this region says where it is to lie. */
export const bucketIn = (region: string, Bucket: string) => ({
  Bucket,
  ...(region !== "us-east-1" && { CreateBucketConfiguration: { LocationConstraint: region } }),
});

const bucket: Maker = ({ resource, inputs, ask }) =>
  ask("s3", "CreateBucket", bucketIn(resource.region, text(inputs, "bucket")));

/** A setting of a bucket: the operation, and what its parameter is called. */
const setting =
  (operation: string, parameter: string, of: (inputs: Making["inputs"]) => unknown): Maker =>
  ({ inputs, ask }) =>
    ask("s3", operation, { Bucket: text(inputs, "bucket"), [parameter]: of(inputs) });

const Rules = z.array(z.looseObject({ id: z.string(), filter: z.unknown().optional() }));
const named = ({ id, filter, ...rule }: z.infer<typeof Rules>[number]) => ({
  ID: id,
  Filter: filter === undefined ? { Prefix: "" } : spelled(filter),
  ...spelledWithout(rule),
});

export const DATA: Readonly<Record<string, Maker>> = {
  "dynamodb/table:Table": table,
  "kms/key:Key": key,
  "kms/replicaKey:ReplicaKey": replicaKey,
  "s3/bucket:Bucket": bucket,
  "s3/bucketVersioning:BucketVersioning": setting(
    "PutBucketVersioning",
    "VersioningConfiguration",
    ({ versioningConfiguration }) => spelled(versioningConfiguration),
  ),
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting(
    "PutBucketLifecycleConfiguration",
    "LifecycleConfiguration",
    ({ rules }) => ({ Rules: Rules.parse(rules).map(named) }),
  ),
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting(
    "PutPublicAccessBlock",
    "PublicAccessBlockConfiguration",
    (inputs) => spelledWithout(inputs, "bucket"),
  ),
  "s3/bucketCorsConfiguration:BucketCorsConfiguration": setting(
    "PutBucketCors",
    "CORSConfiguration",
    ({ corsRules }) => ({ CORSRules: spelled(corsRules) }),
  ),
  "s3/bucketPolicy:BucketPolicy": setting("PutBucketPolicy", "Policy", ({ policy }) =>
    z.string().parse(policy),
  ),
  "s3/bucketReplicationConfig:BucketReplicationConfig": setting(
    "PutBucketReplication",
    "ReplicationConfiguration",
    ({ role, rules }) => ({
      Role: role,
      Rules: Rules.parse(rules).map((rule) => ({ Priority: 0, ...named(rule) })),
    }),
  ),
};
