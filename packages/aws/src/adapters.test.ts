import { createServer, type IncomingMessage } from "node:http";
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DecryptCommand,
  DisabledException,
  EncryptCommand,
  InvalidCiphertextException,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Unavailable } from "@faultline/service/ports";
import {
  apiKeyKey,
  heartbeatKey,
  logItemKind,
  packKey,
  projectKey,
  projectNumberKey,
  samplesKey,
  statusKey,
  writeProbeKey,
} from "@faultline/service/table/layout";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { ACCESS } from "./access.js";
import { s3Blobs } from "./blobs.js";
import { kmsCipher } from "./cipher.js";
import { clientSettings } from "./client-settings.js";
import { actionsOf, FOLDED_KEYS } from "./keys.js";
import { DynamoTable } from "./table.js";

const clock = {
  now: () => 1_000_000,
  sleep: async () => undefined,
  within: <T>(_: number, work: Promise<T>) => work,
};
const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const metadata = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

/** A server that answers everything alike and remembers what it was asked. */
async function wire(status: number, body: string, type = "application/x-amz-json-1.0") {
  const asked: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    asked.push({ request, body: Buffer.concat(chunks).toString() });
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { asked, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

test("a put is one conditional PutItem on the wire", async () => {
  const { asked, endpoint, close } = await wire(200, "{}");
  const client = new DynamoDBClient({ ...clientSettings("us-east-1"), endpoint, credentials });
  const table = new DynamoTable({ client, tableName: "log", clock });
  expect(await table.put({ pk: "K#a", sk: "0", n: 1 }, { kind: "absent" })).toBe("written");
  close();
  expect(asked[0]?.request.headers["x-amz-target"]).toBe("DynamoDB_20120810.PutItem");
  expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({
    TableName: "log",
    ConditionExpression: "attribute_not_exists(pk) OR x <= :now",
    ExpressionAttributeValues: { ":now": { N: "1000" } },
    Item: { pk: { S: "K#a" }, sk: { S: "0" }, n: { N: "1" } },
  });
});

test("throttling and server faults are unavailable after two attempts; a mistake of ours stays itself", async () => {
  const throttled = await wire(400, '{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}');
  const table = (endpoint: string) =>
    new DynamoTable({
      client: new DynamoDBClient({ ...clientSettings("us-east-1"), endpoint, credentials }),
      tableName: "t",
      clock,
    });
  await expect(table(throttled.endpoint).get({ pk: "a", sk: "0" })).rejects.toThrow(Unavailable);
  expect(throttled.asked).toHaveLength(2);
  throttled.close();
  const mistaken = await wire(
    400,
    '{"__type":"com.amazon.coral.validate#ValidationException","message":"no such attribute"}',
  );
  await expect(table(mistaken.endpoint).get({ pk: "a", sk: "0" })).rejects.toThrow("no such attribute");
  mistaken.close();
  const mock = mockClient(DynamoDBClient);
  mock.on(GetItemCommand).rejects(new InternalServerError({ message: "x", $metadata: {} }));
  mock.on(PutItemCommand).rejects(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
  const broken = new DynamoTable({
    client: new DynamoDBClient({ region: "us-east-1" }),
    tableName: "t",
    clock,
  });
  await expect(broken.get({ pk: "a", sk: "0" })).rejects.toThrow(Unavailable);
  await expect(broken.put({ pk: "a", sk: "0" })).rejects.toThrow(Unavailable);
  mock.restore();
});

test("what a transaction or another writer was in the way of is decided anew, what was throttled is unavailable", async () => {
  const mock = mockClient(DynamoDBClient);
  const table = new DynamoTable({
    client: new DynamoDBClient({ region: "us-east-1" }),
    tableName: "t",
    clock,
  });
  const item = { pk: "a", sk: "0" };
  const canceled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: "",
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  mock.on(PutItemCommand).rejects(new TransactionConflictException({ message: "", $metadata: {} }));
  expect(await table.put(item)).toBe("conflict");
  for (const [code, ends] of [
    ["ConditionalCheckFailed", "conflict"],
    ["TransactionConflict", "conflict"],
    ["ThrottlingError", Unavailable],
    ["ProvisionedThroughputExceeded", Unavailable],
    ["ValidationError", TransactionCanceledException],
  ] as const) {
    mock.on(TransactWriteItemsCommand).rejects(canceled("None", code));
    const end = await table.transact([{ kind: "put", item }]).catch((error: unknown) => error);
    if (typeof ends === "string") expect(end).toBe(ends);
    else expect(end).toBeInstanceOf(ends);
  }
  mock.on(GetItemCommand).rejects(Object.assign(new Error("dns"), { code: "EAI_AGAIN" }));
  await expect(table.get(item)).rejects.toThrow(Unavailable);
  mock.on(GetItemCommand).rejects(Object.assign(new Error("ours"), { code: "ERR_INVALID_ARG_TYPE" }));
  await expect(table.get(item)).rejects.toThrow("ours");
  mock.restore();
});

test("a batch asks again for what it was not given, and gives up on a table that gives nothing", async () => {
  const mock = mockClient(DynamoDBClient);
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const table = new DynamoTable({
    client: new DynamoDBClient({ region: "us-east-1" }),
    tableName: "t",
    clock: { ...clock, sleep },
  });
  const keys = ["1", "2", "3"].map((sk) => ({ pk: "a", sk }));
  const inForm = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: pk }, sk: { S: sk } });
  // One item an answer, as when each is so large that the next no longer fits.
  mock.on(BatchGetItemCommand).callsFake(({ RequestItems }) => {
    const [first, ...rest] = RequestItems.t.Keys;
    return { Responses: { t: [first] }, UnprocessedKeys: rest.length > 0 ? { t: { Keys: rest } } : {} };
  });
  expect(await table.getMany(keys)).toEqual(keys);
  mock.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { t: { Keys: keys.map(inForm) } } });
  waits.length = 0;
  await expect(table.getMany(keys)).rejects.toThrow(Unavailable);
  expect(waits).toEqual([20, 40, 80, 160, 320, 640, 640, 640]);
  mock.restore();
});

test("a blob is put only when its name is free, and a taken name is as good", async () => {
  const { asked, endpoint, close } = await wire(200, "", "application/xml");
  const client = new S3Client({
    ...clientSettings("us-east-1"),
    endpoint,
    credentials,
    forcePathStyle: true,
  });
  await s3Blobs({ client, name: "blobs" }, new Map()).put("pack", new Uint8Array([1, 2]));
  close();
  expect([asked[0]?.request.method, asked[0]?.request.url]).toEqual(["PUT", "/blobs/pack?x-id=PutObject"]);
  expect(asked[0]?.request.headers["if-none-match"]).toBe("*");

  const mock = mockClient(S3Client);
  const taken = new S3ServiceException({ name: "PreconditionFailed", $fault: "client", ...metadata(412) });
  mock.on(PutObjectCommand).rejects(taken);
  const blobs = s3Blobs({ client: new S3Client({ region: "us-east-1" }), name: "blobs" }, new Map());
  await expect(blobs.put("pack", new Uint8Array([1]))).resolves.toBeUndefined();
  mock
    .on(PutObjectCommand)
    .rejects(new S3ServiceException({ name: "SlowDown", $fault: "server", ...metadata(503) }));
  await expect(blobs.put("pack", new Uint8Array([1]))).rejects.toThrow(Unavailable);
  mock.restore();
});

test("a blob that replication has not brought is read where it was written; one that is nowhere is undefined", async () => {
  const mock = mockClient(S3Client);
  mock.on(GetObjectCommand, { Bucket: "east" }).rejects(new NoSuchKey({ message: "", $metadata: {} }));
  const body = { transformToByteArray: async () => new Uint8Array([7]) };
  mock.on(GetObjectCommand, { Bucket: "west" }).callsFake(() => ({ Body: body }));
  const bucket = (name: string) => ({ client: new S3Client({ region: "us-east-1" }), name });
  const blobs = s3Blobs(bucket("east"), new Map([["us-west-2", bucket("west")]]));
  expect(await blobs.get("pack", "us-west-2")).toEqual(new Uint8Array([7]));
  expect(await blobs.get("pack", "us-east-1")).toBeUndefined();
  mock
    .on(GetObjectCommand, { Bucket: "east" })
    .rejects(new S3ServiceException({ name: "InternalError", $fault: "server", ...metadata(500) }));
  await expect(blobs.get("pack", "us-west-2")).rejects.toThrow(Unavailable);
  // Who may not list a bucket is not told that an object is missing.
  mock
    .on(GetObjectCommand, { Bucket: "east" })
    .rejects(new S3ServiceException({ name: "AccessDenied", $fault: "client", ...metadata(403) }));
  expect(await blobs.get("pack", "us-west-2")).toEqual(new Uint8Array([7]));
  expect(await blobs.get("pack", "us-east-1")).toBeUndefined();
  mock.restore();
});

test("what is encrypted is bound to its purpose by KMS, and what names none is what earlier versions made", async () => {
  const mock = mockClient(KMSClient);
  const cipher = kmsCipher(new KMSClient({ region: "us-east-1" }), "mrk-1");
  const blob = new Uint8Array(150).fill(9);
  mock.on(EncryptCommand).resolves({ CiphertextBlob: blob });
  mock.on(DecryptCommand).resolves({ Plaintext: Buffer.from("plain") });
  const encrypted = await cipher.encrypt(Buffer.from("plain"), "setup key");
  await cipher.decrypt(encrypted, "encrypted config");
  await cipher.decrypt(blob, "encrypted config");
  expect(mock.commandCalls(EncryptCommand)[0]?.args[0].input.EncryptionContext).toEqual({
    faultline: "setup key",
  });
  const asked = mock.commandCalls(DecryptCommand).map(({ args }) => args[0].input);
  expect(asked.map(({ EncryptionContext }) => EncryptionContext)).toEqual([
    { faultline: "encrypted config" },
    undefined,
  ]);
  expect(asked.map(({ CiphertextBlob }) => Buffer.from(CiphertextBlob ?? []).equals(blob))).toEqual([
    true,
    true,
  ]);
  mock.restore();
});

test("a config is encrypted by one Encrypt on the wire, and what KMS did not make opens to nothing, short garbage without a call", async () => {
  const { asked, endpoint, close } = await wire(200, '{"CiphertextBlob":"c2VhbGVk"}');
  const client = new KMSClient({ ...clientSettings("us-east-1"), endpoint, credentials });
  expect(
    Buffer.from(await kmsCipher(client, "mrk-1").encrypt(Buffer.from("plain"), "setup key")).toString(),
  ).toBe("FL\u0002sealed");
  close();
  expect(asked[0]?.request.headers["x-amz-target"]).toBe("TrentService.Encrypt");
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    KeyId: "mrk-1",
    Plaintext: Buffer.from("plain").toString("base64"),
    EncryptionContext: { faultline: "setup key" },
  });

  const mock = mockClient(KMSClient);
  const cipher = kmsCipher(new KMSClient({ region: "us-east-1" }), "mrk-1");
  mock.on(DecryptCommand).rejects(new InvalidCiphertextException({ message: "", $metadata: {} }));
  const open = (bytes: number) => cipher.decrypt(new Uint8Array(bytes), "encrypted config");
  for (const bytes of [0, 1, 63, 6145]) expect(await open(bytes)).toBeUndefined();
  expect(mock.commandCalls(DecryptCommand)).toEqual([]);
  expect(await open(64)).toBeUndefined();
  mock.on(DecryptCommand).rejects(new DisabledException({ message: "", $metadata: {} }));
  await expect(open(64)).rejects.toThrow(Unavailable);
  mock.on(DecryptCommand).rejects(Object.assign(new Error("x"), { name: "ThrottlingException" }));
  await expect(open(64)).rejects.toThrow(Unavailable);
  mock.on(EncryptCommand).rejects(Object.assign(new Error("x"), { name: "KMSInternalException" }));
  await expect(cipher.encrypt(new Uint8Array([1]), "setup key")).rejects.toThrow(Unavailable);
  await expect(cipher.encrypt(new Uint8Array(5000), "setup key")).rejects.toThrow("4096");
  mock.restore();
});

test("the stream hands the reducer what it folds, and nothing else", () => {
  const isHanded = (pk: string) =>
    FOLDED_KEYS.some((key) => (typeof key === "string" ? pk === key : pk.startsWith(key.prefix)));
  const keys = [
    packKey("a"),
    projectKey("shop"),
    projectNumberKey("1"),
    apiKeyKey("a"),
    statusKey("shop", "a"),
    writeProbeKey("us-east-1"),
    heartbeatKey("us-east-1"),
    samplesKey("us-east-1", 0),
    { pk: "C#w", sk: "home" },
  ];
  for (const key of keys) expect([key.pk, isHanded(key.pk)]).toEqual([key.pk, logItemKind(key) !== "other"]);
});

test("a function may do on a table what its access patterns name, and nothing else", () => {
  const reading = ["dynamodb:BatchGetItem", "dynamodb:GetItem"];
  expect(actionsOf("reduce", "log")).toEqual([...reading, "dynamodb:PutItem", "dynamodb:Query"]);
  expect(actionsOf("sweep", "log")).not.toContain("dynamodb:DeleteItem");
  expect(actionsOf("sweep", "log")).toContain("dynamodb:PutItem");
  expect(ACCESS.every(({ actions, by }) => actions.length > 0 && by.length > 0)).toBe(true);
});
