import { S3Client } from "@aws-sdk/client-s3";
import type { Blobs, Region, Spool } from "@faultline/service/ports";
import { type Bucket, s3Blobs } from "./blobs.js";
import { clientSettings } from "./client-settings.js";
import { s3Spool } from "./spool.js";

/** Blobs and spool of a region, from the name of each region's bucket. */
export function s3Ports(
  region: Region,
  buckets: ReadonlyMap<Region, string>,
): { blobs: Blobs; spool: Spool } {
  const bucketOf = (name: Region): Bucket => ({
    client: new S3Client(clientSettings(name)),
    name: buckets.get(name) ?? "",
  });
  const own = bucketOf(region);
  const others = [...buckets.keys()].filter((name) => name !== region);
  return {
    blobs: s3Blobs(own, new Map(others.map((name) => [name, bucketOf(name)]))),
    spool: s3Spool(own),
  };
}
