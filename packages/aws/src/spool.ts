import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Spool } from "@faultline/service/ports";
import { type Bucket, readObject } from "./blobs.js";
import { translated } from "./errors.js";

/** Where packs wait inside the region's bucket. `infra` allows the sweep to list and empty it. */
const SPOOL_PREFIX = "spool/";

const NAMES_MAX = 200;

/** The spool as objects of this region's bucket: S3 is another service than DynamoDB, and falls ill on other days. */
export function s3Spool(bucket: Bucket): Spool {
  const { client, name: Bucket } = bucket;
  const key = (name: string): string => `${SPOOL_PREFIX}${name}`;
  return {
    async put(name, bytes, signal) {
      const command = new PutObjectCommand({ Bucket, Key: key(name), Body: bytes });
      await client.send(command, { abortSignal: signal }).catch(rethrow);
    },
    async names() {
      const list = new ListObjectsV2Command({ Bucket, Prefix: SPOOL_PREFIX, MaxKeys: NAMES_MAX });
      const { Contents = [] } = await client.send(list).catch(rethrow);
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(SPOOL_PREFIX.length)]));
    },
    get: (name) => readObject(bucket, key(name)),
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key(name) })).catch(rethrow);
    },
  };
}

function rethrow(error: unknown): never {
  throw translated(error);
}
