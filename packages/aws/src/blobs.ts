import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Blobs, Region } from "@faultline/service/ports";
import { statusOf, translated } from "./errors.js";

/** A region's bucket, and the client that reaches it. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/** Blobs in this region's bucket. What another region wrote is read there until replication has brought it. */
export function s3Blobs(own: Bucket, others: ReadonlyMap<Region, Bucket>): Blobs {
  return {
    async put(name, bytes) {
      const command = new PutObjectCommand({ Bucket: own.name, Key: name, Body: bytes, IfNoneMatch: "*" });
      try {
        await own.client.send(command);
      } catch (error) {
        // Taken: names come from the content, so the same bytes are there already.
        if (statusOf(error) !== 412) throw translated(error);
      }
    },
    async get(name, region) {
      const found = await readObject(own, name);
      const other = others.get(region);
      return found ?? (other && (await readObject(other, name)));
    },
  };
}

/**
 * An object's bytes; undefined when there is none. To who may not list a bucket S3 says "forbidden" of an object that
 * is not there, and our functions may not: reading is all they need.
 */
export async function readObject(
  { client, name: bucket }: Bucket,
  name: string,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey || statusOf(error) === 404 || statusOf(error) === 403) return undefined;
    throw translated(error);
  }
}
