import { createServer } from "node:http";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { Unavailable } from "@faultline/service/ports";
import { afterEach, expect, test } from "vitest";
import { s3Blobs } from "./blobs.js";
import { kmsCipher } from "./cipher.js";
import { clientSettings } from "./client-settings.js";
import { putSample } from "./cloudwatch.js";
import { translated } from "./errors.js";
import { s3Spool } from "./spool.js";
import { DynamoTable } from "./table.js";

const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const clock = {
  now: () => 1_000_000,
  sleep: async () => undefined,
  within: <T>(_: number, work: Promise<T>) => work,
};
const opened: { close: () => void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** What each of our ports asks of a service that answers everything alike. */
async function asked(status: number, type: string, body: string): Promise<Record<string, unknown>> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(status, { "content-type": type }).end(body));
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const settings = { ...clientSettings("us-east-1"), endpoint, credentials };
  const table = new DynamoTable({ client: new DynamoDBClient(settings), tableName: "log", clock });
  const bucket = { client: new S3Client({ ...settings, forcePathStyle: true }), name: "blobs" };
  const cipher = kmsCipher(new KMSClient(settings), "mrk-1");
  const key = { pk: "a", sk: "0" };
  const bytes = new Uint8Array(64);
  const calls: Record<string, () => Promise<unknown>> = {
    get: () => table.get(key),
    getMany: () => table.getMany([key]),
    query: () => table.query({ pk: "a" }),
    put: () => table.put(key, { kind: "absent" }),
    delete: () => table.delete(key),
    transact: () => table.transact([{ kind: "put", item: key }]),
    encrypt: () => cipher.encrypt(bytes, "setup key"),
    decrypt: () => cipher.decrypt(bytes, "setup key"),
    "blob put": () => s3Blobs(bucket, new Map()).put("pack", bytes),
    "blob get": () => s3Blobs(bucket, new Map()).get("pack", "us-east-1"),
    "spool put": () => s3Spool(bucket).put("pack", bytes),
    "spool names": () => s3Spool(bucket).names(),
    "spool remove": () => s3Spool(bucket).remove("pack"),
    sample: () => putSample(new CloudWatchClient(settings), "us-east-1", "CanaryMilliseconds", 1),
  };
  const ends = Object.entries(calls).map(async ([name, call]) => {
    const end = await call().then(
      () => "done",
      (error: unknown) => (error instanceof Unavailable ? "unavailable" : error),
    );
    return [name, end] as const;
  });
  return Object.fromEntries(await Promise.all(ends));
}

const PAGE = "<html><body><h1>503 Service Unavailable</h1></body></html>";

test.each([
  [503, "text/html", PAGE],
  [502, "text/html", ""],
  [500, "application/json", '{"mess'],
  [429, "text/html", PAGE],
])(
  "what a load balancer says in place of an ill service is unavailable: %i %s",
  async (status, type, body) => {
    const ends = await asked(status, type, body);
    expect(Object.entries(ends).filter(([, end]) => end !== "unavailable")).toEqual([]);
  },
);

test.each([200, 400])(
  "a page in place of the table's or the key's answer is unavailable: %i",
  async (status) => {
    const ends = await asked(status, "text/html", PAGE);
    for (const name of ["get", "put", "transact", "encrypt", "decrypt"])
      expect([name, ends[name]]).toEqual([name, "unavailable"]);
  },
);

test.each([
  "ECONNRESET",
  "EAI_AGAIN",
  "HPE_INVALID_CONSTANT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
])("a connection that ends with %s is unavailable", (code) =>
  expect(translated(Object.assign(new Error("x"), { code }))).toBeInstanceOf(Unavailable),
);

test("a bug of ours stays itself", () => {
  for (const error of [
    new SyntaxError("a template of ours"),
    new TypeError("x is not a function"),
    Object.assign(new Error("x"), { code: "ERR_INVALID_ARG_TYPE" }),
  ])
    expect(translated(error)).toBe(error);
});
