import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Blobs, Region } from "@faultline/service/ports";
import { statusOf, translated } from "./errors.js";
import { BLOB_TAG } from "./keys.js";

/** A region's bucket, and the client that reaches it. */
export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/** Blobs in this region's bucket. What another region wrote is read there until replication has brought it. */
export function s3Blobs(own: Bucket, others: ReadonlyMap<Region, Bucket>): Blobs {
  const [elsewhere] = others;
  return {
    put: (name, bytes) => putOnce(own, name, bytes),
    putElsewhere:
      elsewhere &&
      (async (name, bytes) => {
        const [region, bucket] = elsewhere;
        await putOnce(bucket, name, bytes);
        return region;
      }),
    async get(name, region) {
      const found = await readObject(own, name);
      const other = others.get(region);
      return found ?? (other && (await readObject(other, name)));
    },
  };
}

const Tagging = `${BLOB_TAG.key}=${BLOB_TAG.value}`;

async function putOnce({ client, name: Bucket }: Bucket, Key: string, Body: Uint8Array): Promise<void> {
  try {
    await client.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*", Tagging }));
  } catch (error) {
    // Taken: names come from the content, so the same bytes are there already.
    if (statusOf(error) !== 412) throw translated(error);
  }
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
