import { blobBucket, replication } from "../infra/buckets";
import { scaling } from "../infra/capacity";
import { logTable } from "../infra/log-table";
import { arnIn, type RegionContext } from "../infra/regions";
import { secretKey } from "../infra/secret-key";
import type { Settings } from "../infra/settings";
import type { RegionStore, Store } from "../infra/store";
import { viewTable } from "../infra/view-table";

/** All that is kept: the log, a view and a bucket in each region, what encrypts, the API keys. Deployed once. */
export function data(settings: Settings, regions: readonly RegionContext[]): Store {
  const log = logTable(settings, regions);
  const keys = settings.encryption === "secret" ? undefined : secretKey(regions);
  const cells = regions.map((region) => ({
    region,
    view: viewTable(settings, region),
    bucket: blobBucket(settings, region),
  }));
  for (const from of cells) for (const to of cells) if (from !== to) replication(settings, from, to);
  for (const region of regions) scaling(settings, region, log.name);

  const stores = cells.map(({ region, view, bucket }): [string, RegionStore] => [
    region.name,
    {
      log: { name: log.name, arn: arnIn(log.arn, region.name), streamArn: streamIn(log, region) },
      view: { name: view.name, arn: view.arn },
      bucket: { name: bucket.name, arn: bucket.arn },
      keyArn: keys?.get(region.name),
    },
  ]);
  const secrets = {
    MasterKey: new sst.Secret("MasterKey"),
    ClientKeys: new sst.Secret("ClientKeys"),
    // Deployments that send no mail leave it as it is.
    SmtpUrl: new sst.Secret("SmtpUrl", "none"),
    // As do those that ask nobody who people are.
    OidcSecret: new sst.Secret("OidcSecret", "none"),
    ...(settings.encryption !== "kms" && { EncryptionKeys: new sst.Secret("EncryptionKeys") }),
  };
  return { secrets, regions: new Map(stores) };
}

/** The stream of the table in this region: each replica has its own. */
function streamIn(log: sst.aws.Dynamo, { name, isPrimary }: RegionContext): $util.Output<string> {
  if (isPrimary) return log.nodes.table.streamArn;
  return log.nodes.table.replicas.apply((replicas) => {
    const replica = replicas?.find(({ regionName }) => regionName === name);
    if (!replica) throw new Error(`the log has no replica in ${name}`);
    return replica.streamArn;
  });
}
