import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLES, type TableName } from "@faultline/aws/keys";
import { CREDENTIALS, startEmulator } from "../emulate/emulator.js";

export interface EmulatedDynamo {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Makes a table of the given shape and gives back its name. */
  createTable(shape: TableName): Promise<string>;
  stop(): void;
}

/** Starts an emulated DynamoDB in memory, on a port of its own. */
export async function startEmulatedDynamo(): Promise<EmulatedDynamo> {
  const { endpoint, stop } = await startEmulator({ services: ["dynamodb", "dynamodbstreams"] });
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials: CREDENTIALS });
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
    stop,
  };
}
