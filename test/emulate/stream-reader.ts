import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import * as z from "zod";
import { CREDENTIALS } from "./emulator.js";
import type { Deed } from "./policies.js";

/** What a subscription of the graph says: which stream, which of its records, how many at once. */
const Subscription = z.looseObject({
  eventSourceArn: z.string(),
  batchSize: z.number(),
  destinationConfig: z.looseObject({ onFailure: z.looseObject({ destinationArn: z.string() }) }),
  filterCriteria: z.looseObject({ filters: z.array(z.object({ pattern: z.string() })) }),
});
const Answer = z.looseObject({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

interface Reading {
  readonly emulator: string;
  readonly region: string;
  readonly subscription: Readonly<Record<string, unknown>>;
  readonly isPaused: () => boolean;
  /** Whether the role of the function that is invoked lets it. */
  readonly isAllowed: (deed: Deed) => boolean;
  readonly invoke: (
    event: unknown,
  ) => Promise<{ readonly result?: unknown; readonly error?: string | undefined }>;
}

export interface StreamReader {
  stop(): Promise<void>;
}

const PAUSE_MILLISECONDS = 60;

/**
 * What Lambda does by the function's role, not the function: it reads the stream, and sends what it gives up on to a queue.
 * Without the right to each of them it makes no mapping, so these are needed though nothing is given up on here.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
function mapped({ isAllowed, subscription }: Pick<Reading, "isAllowed" | "subscription">) {
  const parsed = Subscription.parse(subscription);
  const { eventSourceArn, destinationConfig } = parsed;
  const deeds: readonly Deed[] = [
    ...["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((name) => ({
      action: `dynamodb:${name}`,
      resource: eventSourceArn,
    })),
    { action: "sqs:SendMessage", resource: destinationConfig.onFailure.destinationArn },
  ];
  if (deeds.map(isAllowed).includes(false))
    throw new Error(`no mapping of ${eventSourceArn}: see what was denied`);
  return parsed;
}

/** Reads a table's stream from its beginning and hands it on as Lambda does: what was not taken in comes again. */
export function readStream(reading: Reading): StreamReader {
  const { emulator, region, isPaused, invoke } = reading;
  const { eventSourceArn: StreamArn, batchSize, filterCriteria } = mapped(reading);
  const patterns = filterCriteria.filters.map(({ pattern }) => JSON.parse(pattern) as unknown);
  const client = new DynamoDBStreamsClient({ endpoint: emulator, region, credentials: CREDENTIALS });
  const iterators = new Map<string, string | undefined>();
  let waiting: LambdaRecord[] = [];
  let isStopped = false;

  async function read(): Promise<void> {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId = "" } of StreamDescription?.Shards ?? [])
      if (!iterators.has(ShardId)) {
        const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
        iterators.set(ShardId, (await client.send(new GetShardIteratorCommand(start))).ShardIterator);
      }
    for (const [shard, ShardIterator] of iterators) {
      if (ShardIterator === undefined) continue;
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
      iterators.set(shard, NextShardIterator);
      waiting.push(
        ...Records.map(asLambda).filter((record) => patterns.some((pattern) => matches(pattern, record))),
      );
    }
  }

  async function hand(): Promise<void> {
    const batch = waiting.slice(0, batchSize);
    if (batch.length === 0 || isPaused()) return;
    const { result, error } = await invoke({ Records: batch });
    const failed = Answer.safeParse(result).data?.batchItemFailures[0]?.itemIdentifier;
    if (error !== undefined || failed === "") return;
    const from = batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed);
    waiting = waiting.slice(from === -1 ? batch.length : from);
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      await read();
      await hand();
      await sleep(PAUSE_MILLISECONDS);
    }
  }
  const running = run();
  // It is told whoever stops it.
  running.catch(() => undefined);
  return {
    async stop() {
      isStopped = true;
      await running;
      client.destroy();
    },
  };
}

type LambdaRecord = ReturnType<typeof asLambda>;

/** A record as Lambda hands it over: bytes as base64. */
const asLambda = ({ eventName, dynamodb, userIdentity }: StreamRecord) => ({
  eventName,
  userIdentity,
  dynamodb: dynamodb && {
    SequenceNumber: dynamodb.SequenceNumber,
    Keys: withoutBytes(dynamodb.Keys),
    NewImage: withoutBytes(dynamodb.NewImage),
    OldImage: withoutBytes(dynamodb.OldImage),
  },
});

function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutBytes(inner)]));
}

const Prefix = z.object({ prefix: z.string() });
const Members = z.record(z.string(), z.unknown());

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern))
    return pattern.some((one) => {
      const prefix = Prefix.safeParse(one).data?.prefix;
      return prefix === undefined ? one === value : typeof value === "string" && value.startsWith(prefix);
    });
  const members = Members.safeParse(value).data ?? {};
  return Object.entries(Members.parse(pattern)).every(([name, inner]) => matches(inner, members[name]));
}
