import { BLOB_TAG } from "../packages/aws/src/keys";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** A version that nothing shows any more is of no use to replication, which is all they are kept for. */
const FORMER_VERSION_DAYS = 1;

/** Where packs go that are too large for the table. Objects outlive their packs by a week, then go by themselves. */
export function blobBucket({ retentionDays }: Settings, { label, provider }: RegionContext): sst.aws.Bucket {
  return new sst.aws.Bucket(
    `Blobs${label}`,
    {
      versioning: true,
      enforceHttps: true,
      lifecycle: [{ id: "retention", expiresIn: `${retentionDays + 7} days` }],
      transform: {
        // In a versioned bucket what expires or is deleted only becomes a former version, for ever.
        lifecycle: (args) => {
          args.rules = $output(args.rules).apply((rules) =>
            (rules ?? []).map((rule) => ({
              ...rule,
              noncurrentVersionExpiration: { noncurrentDays: FORMER_VERSION_DAYS },
            })),
          );
        },
      },
    },
    { provider },
  );
}

/** What S3 calls the rule, in its metrics as well. */
export const replicationRule = (to: string): string => `to-${to}`;

/** Copies every blob of one region's bucket into another's. Until it is there, readers go to the first. */
export function replication(
  { monitoring }: Pick<Settings, "monitoring">,
  from: { readonly region: RegionContext; readonly bucket: sst.aws.Bucket },
  to: { readonly region: RegionContext; readonly bucket: sst.aws.Bucket },
): void {
  const { label, provider } = from.region;
  const role = new aws.iam.Role(
    `BlobReplicationRole${label}`,
    { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }) },
    { provider },
  );
  const policy = new aws.iam.RolePolicy(
    `BlobReplicationPolicy${label}`,
    { role: role.id, policy: replicationPolicy(from.bucket.arn, to.bucket.arn) },
    { provider },
  );
  new aws.s3.BucketReplicationConfig(
    `BlobReplication${label}`,
    {
      bucket: from.bucket.name,
      role: role.arn,
      rules: [
        {
          id: replicationRule(to.region.name),
          status: "Enabled",
          // Not the spool: each region takes in what waits in its own.
          filter: { tag: { key: BLOB_TAG.key, value: BLOB_TAG.value } },
          deleteMarkerReplication: { status: "Disabled" },
          destination: {
            bucket: to.bucket.arn,
            // Four metrics that are paid for: with few alarms nobody looks at them.
            ...(monitoring.alarms === "all" && { metrics: { status: "Enabled" } }),
          },
        },
      ],
    },
    // Both buckets have to be versioned before one copies into the other.
    { provider, dependsOn: [policy, from.bucket, to.bucket] },
  );
}

function replicationPolicy(from: $util.Output<string>, to: $util.Output<string>): $util.Output<string> {
  return $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: [from] },
      {
        Effect: "Allow",
        Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        Resource: [$interpolate`${from}/*`],
      },
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: [$interpolate`${to}/*`],
      },
    ],
  });
}
