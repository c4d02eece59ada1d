import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { toChange } from "@faultline/aws/stream";
import { DynamoTable } from "@faultline/aws/table";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { type Change, type Ports, Unavailable } from "@faultline/service/ports";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import { describeView } from "@faultline/service/projection/describe";
import { rebuild } from "@faultline/service/projection/rebuild";
import { ensureProject } from "@faultline/service/projects/projects";
import { listIssues } from "@faultline/service/query/list-issues";
import { listOccurrences } from "@faultline/service/query/occurrences";
import { decide } from "@faultline/service/triage/triage";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { meteredContract } from "@faultline/testing/table-contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CREDENTIALS } from "../emulate/emulator.js";
import { describeNeeding } from "../needing.js";
import { type EmulatedDynamo, startEmulatedDynamo } from "./dynamodb-emulated.js";

const NOW = Date.UTC(2026, 10, 24, 12);

describeNeeding("python3", "the emulated DynamoDB", () => {
  let dynamo: EmulatedDynamo;
  let contractTable: string;
  let opened = 0;
  const clock = {
    now: () => NOW,
    sleep: async () => undefined,
    within: <T>(_: number, work: Promise<T>) => work,
  };

  beforeAll(async () => {
    dynamo = await startEmulatedDynamo();
    contractTable = await dynamo.createTable("view");
  });
  afterAll(() => dynamo.stop());

  const table = (tableName: string) => new DynamoTable({ client: dynamo.client, tableName, clock });

  describe("the table", () => {
    meteredContract(async () => ({ table: table(contractTable), prefix: `${++opened}#` }));
  });

  /** A region whose tables are DynamoDB's, and the changes its log's stream has told. */
  async function region(): Promise<{ ports: Ports; changes: () => Promise<Change[]> }> {
    const [log, view] = [await dynamo.createTable("log"), await dynamo.createTable("view")];
    const memory = memoryRegion({ region: "us-east-1", clock: virtualClock(NOW), seed: 1 });
    const ports = { ...memory.ports, log: table(log), view: table(view) };
    const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName: log }));
    const StreamArn = Table?.LatestStreamArn;
    const streams = new DynamoDBStreamsClient({
      endpoint: dynamo.endpoint,
      region: "us-east-1",
      credentials: CREDENTIALS,
    });
    return {
      ports,
      async changes() {
        const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
        const shards = StreamDescription?.Shards ?? [];
        const records = shards.map(async ({ ShardId }) => {
          const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
          const { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
          const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
          return Records ?? [];
        });
        return (await Promise.all(records)).flat().map(toChange);
      },
    };
  }

  test("what is posted is read back through the real stream, once, however often its records come", async () => {
    const { ports, changes } = await region();
    const project = await ensureProject(ports, "shop");
    const reports = Array.from({ length: 120 }, (_, place) => ({
      eventId: `e${place}`,
      timestamp: NOW - place * 20_000,
      level: "error" as const,
      type: place % 3 === 0 ? "RangeError" : "TypeError",
      message: "it broke",
      exceptions: [],
    }));
    await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
    await ingest(forRequest(ports), { project, parsed: { reports: reports.slice(5, 30), rejected: [] } });
    const told = await changes();
    await applyChanges(ports, told);
    await applyChanges(ports, told);
    const { issues } = await listIssues(ports, { project: "shop", status: "all", sort: "count", limit: 10 });
    expect(issues.map(({ type, count }) => [type, count])).toEqual([
      ["TypeError", 80],
      ["RangeError", 40],
    ]);
    const [issue] = issues;
    const { occurrences } = await listOccurrences(ports, {
      project: "shop",
      issue: issue?.id ?? "",
      limit: 100,
    });
    expect(occurrences).toHaveLength(80);

    await decide(ports, { project: "shop", issue: issue?.id ?? "", status: "resolved", by: "test" });
    const resolved = await listIssues(ports, {
      project: "shop",
      status: "resolved",
      sort: "lastSeen",
      limit: 10,
    });
    expect(resolved.issues.map(({ id }) => id)).toEqual([issue?.id]);

    const before = await describeView(ports);
    const empty = { ...ports, view: table(await dynamo.createTable("view")) };
    await rebuild(empty, () => undefined);
    expect((await describeView(empty)).lines).toEqual(before.lines);
    expect(before.broken).toEqual([]);
  });

  test("a pack's bytes come whole through the stream as Lambda tells it, in base64", async () => {
    const { ports, changes } = await region();
    const project = await ensureProject(ports, "shop");
    const report = { level: "error" as const, type: "E", message: "m", exceptions: [] };
    await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
    const [pack] = (await changes()).filter((change) => change.new?.pk.startsWith("K#"));
    const bytes = pack?.new?.z;
    if (!(bytes instanceof Uint8Array)) throw new Error("a pack has bytes");
    const lambda = toChange({
      eventName: "INSERT",
      dynamodb: { NewImage: image(Buffer.from(bytes).toString("base64")) },
    });
    expect(Buffer.from(bytes).equals(lambda.new?.z instanceof Uint8Array ? lambda.new.z : Buffer.of())).toBe(
      true,
    );
  });

  test("a table that is not there, or does not answer, is unavailable", async () => {
    const gone = startless();
    await expect(gone.get({ pk: "a", sk: "0" })).rejects.toThrow(Unavailable);
    await expect(gone.put({ pk: "a", sk: "0" })).rejects.toThrow(Unavailable);
  });

  function startless(): DynamoTable {
    const client = Object.assign(Object.create(Object.getPrototypeOf(dynamo.client)), dynamo.client);
    client.send = async () => {
      throw Object.assign(new Error("connect ECONNREFUSED"), { name: "Error", code: "ECONNREFUSED" });
    };
    return new DynamoTable({ client, tableName: "none", clock });
  }
});

const image = (base64: string): object => ({
  pk: { S: "K#x" },
  sk: { S: "0" },
  z: { B: base64 },
  m: { M: { l: { L: [{ N: "1" }] } } },
});
