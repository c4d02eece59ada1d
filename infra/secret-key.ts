import type { RegionContext } from "./regions";

/** One KMS key with a replica in each other region: what one region encrypts, the other reads, even alone. Gives back its ARN by region. */
export function secretKey(regions: readonly RegionContext[]): ReadonlyMap<string, $util.Output<string>> {
  const [primary, ...others] = regions;
  // Without it nothing that was encrypted opens again, whatever else is restored.
  const isKept = $app.stage === "production";
  const description = "Faultline: seals notification configs and sessions";
  const key = new aws.kms.Key(
    `SecretKey${primary.label}`,
    { description, multiRegion: true, enableKeyRotation: true, deletionWindowInDays: 30 },
    { provider: primary.provider, retainOnDelete: isKept },
  );
  const replicas = others.map(({ name, label, provider }): [string, $util.Output<string>] => {
    const args = { description, primaryKeyArn: key.arn, deletionWindowInDays: 30 };
    return [
      name,
      new aws.kms.ReplicaKey(`SecretKey${label}`, args, { provider, retainOnDelete: isKept }).arn,
    ];
  });
  return new Map([[primary.name, key.arn], ...replicas]);
}
