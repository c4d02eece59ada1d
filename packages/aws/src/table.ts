import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  type Clock,
  type Condition,
  type Item,
  type Key,
  type MeteredTable,
  type Page,
  type Query,
  Unavailable,
  type Write,
  type Written,
} from "@faultline/service/ports";
import { checkTransaction, isExpired, itemBytes, storable, writeUnits } from "@faultline/service/table/item";
import { checkKey, checkQuery, distinctKeys } from "@faultline/service/table/key-limits";
import { fromAttributes, keyAttributes, toAttributes } from "./attributes.js";
import { translated } from "./errors.js";

const BATCH_KEYS_MAX = 100;
/** Rounds in which a batch may bring nothing before the table counts as unavailable. */
const EMPTY_ROUNDS_MAX = 8;
const COUNTED = { ReturnConsumedCapacity: "TOTAL" } as const;

interface Setting {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
}

/** A table in DynamoDB. Reads are consistent within the region. */
export class DynamoTable implements MeteredTable {
  private readonly used = { read: 0, write: 0 };

  constructor(private readonly setting: Setting) {}

  async get(key: Key): Promise<Item | undefined> {
    checkKey(key);
    const { client, tableName: TableName } = this.setting;
    const command = new GetItemCommand({
      TableName,
      Key: keyAttributes(key),
      ConsistentRead: true,
      ...COUNTED,
    });
    const { Item: found, ConsumedCapacity: used } = await this.ask(client.send(command));
    this.count("read", [used]);
    return found && this.visible(fromAttributes(found));
  }

  async getMany(keys: readonly Key[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    // A batch that names a key twice is refused.
    const distinct = distinctKeys(keys);
    for (const key of distinct) checkKey(key);
    for (let at = 0; at < distinct.length; at += BATCH_KEYS_MAX)
      items.push(...(await this.batch(distinct.slice(at, at + BATCH_KEYS_MAX))));
    return items;
  }

  async put(item: Item, condition?: Condition): Promise<Written> {
    const { client } = this.setting;
    const stored = storable(item);
    const command = new PutItemCommand({ ...this.named(condition), Item: toAttributes(stored), ...COUNTED });
    return this.write(() => client.send(command), itemBytes(stored));
  }

  async delete(key: Key, condition?: Condition): Promise<Written> {
    checkKey(key);
    const { client } = this.setting;
    const command = new DeleteItemCommand({ ...this.named(condition), Key: keyAttributes(key), ...COUNTED });
    return this.write(() => client.send(command), 0);
  }

  async transact(writes: readonly Write[]): Promise<Written> {
    checkTransaction(writes);
    const { client } = this.setting;
    const items = writes.map((write) => this.transactItem(write));
    const command = new TransactWriteItemsCommand({ TransactItems: items, ...COUNTED });
    return this.write(() => client.send(command), 0);
  }

  async query(query: Query): Promise<Page> {
    checkQuery(query);
    const { pk, from, to, order, limit, after } = query;
    if (from !== undefined && to !== undefined && from > to) return { items: [] };
    const { client, tableName: TableName } = this.setting;
    const command = new QueryCommand({
      TableName,
      ...range(pk, from, to),
      ScanIndexForward: order !== "descending",
      Limit: limit,
      ExclusiveStartKey: after && keyAttributes(after),
      ConsistentRead: true,
      ...COUNTED,
    });
    return this.page(await this.ask(client.send(command)));
  }

  async scan(after?: Key): Promise<Page> {
    const { client, tableName: TableName } = this.setting;
    const ExclusiveStartKey = after && keyAttributes(after);
    const command = new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true, ...COUNTED });
    return this.page(await this.ask(client.send(command)));
  }

  units(): { read: number; write: number } {
    return { ...this.used };
  }

  /** A batch gives back what it did not come to: for its 16 MB, or when throttled. */
  private async batch(keys: readonly Key[]): Promise<Item[]> {
    const { tableName, clock } = this.setting;
    const items: Item[] = [];
    let left = keys.map(keyAttributes);
    for (let empty = 0; left.length > 0; ) {
      const { Responses, UnprocessedKeys } = await this.batchOnce(left);
      const found = Responses?.[tableName] ?? [];
      items.push(
        ...found.map((one) => this.visible(fromAttributes(one))).filter((item) => item !== undefined),
      );
      const rest = UnprocessedKeys?.[tableName]?.Keys ?? [];
      empty = rest.length === left.length ? empty + 1 : 0;
      if (empty > EMPTY_ROUNDS_MAX) throw new Unavailable("the table is throttled");
      left = rest.map(fromAttributes).map(keyAttributes);
      if (left.length > 0) await clock.sleep(10 * 2 ** Math.min(empty, 6));
    }
    return items;
  }

  private async batchOnce(Keys: ReturnType<typeof keyAttributes>[]) {
    const { client, tableName } = this.setting;
    const RequestItems = { [tableName]: { Keys, ConsistentRead: true } };
    const answer = await this.ask(client.send(new BatchGetItemCommand({ RequestItems, ...COUNTED })));
    this.count("read", answer.ConsumedCapacity ?? []);
    return answer;
  }

  private async write(send: () => Promise<{ ConsumedCapacity?: Used }>, bytes: number): Promise<Written> {
    try {
      const { ConsumedCapacity: used } = await send();
      this.count("write", Array.isArray(used) ? used : [used]);
      return "written";
    } catch (error) {
      if (!isConflict(error))
        throw isThrottled(error) ? new Unavailable("throttled", { cause: error }) : translated(error);
      // A failed condition costs what the write would have; the refusal does not say how much.
      this.used.write += writeUnits(bytes);
      return "conflict";
    }
  }

  private async ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw translated(error);
    }
  }

  private transactItem(write: Write): TransactWriteItem {
    const named = this.named(write.condition);
    if (write.kind === "put") return { Put: { ...named, Item: toAttributes(storable(write.item)) } };
    return { Delete: { ...named, Key: keyAttributes(write.key) } };
  }

  private named(condition: Condition | undefined) {
    return { TableName: this.setting.tableName, ...expression(condition, this.setting.clock.now()) };
  }

  private page({ Items, LastEvaluatedKey, ConsumedCapacity: used }: Answer): Page {
    this.count("read", [used]);
    const items = (Items ?? [])
      .map((item) => this.visible(fromAttributes(item)))
      .filter((item) => item !== undefined);
    const next = LastEvaluatedKey && fromAttributes(LastEvaluatedKey);
    return { items, next: next && { pk: next.pk, sk: next.sk } };
  }

  private visible(item: Item): Item | undefined {
    return isExpired(item, this.setting.clock.now()) ? undefined : item;
  }

  private count(kind: "read" | "write", used: readonly (ConsumedCapacity | undefined)[]): void {
    for (const capacity of used) this.used[kind] += capacity?.CapacityUnits ?? 0;
  }
}

type Used = ConsumedCapacity | ConsumedCapacity[];
type Answer = Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey" | "ConsumedCapacity">;

function range(pk: string, from: string | undefined, to: string | undefined) {
  const bounds = {
    ...(from === undefined ? {} : { ":from": { S: from } }),
    ...(to === undefined ? {} : { ":to": { S: to } }),
  };
  const clauses = [
    "pk = :pk",
    from !== undefined && to !== undefined ? "sk BETWEEN :from AND :to" : one(from, to),
  ];
  return {
    KeyConditionExpression: clauses.filter((clause) => clause !== "").join(" AND "),
    ExpressionAttributeValues: { ":pk": { S: pk }, ...bounds },
  };
}

function one(from: string | undefined, to: string | undefined): string {
  if (from !== undefined) return "sk >= :from";
  return to === undefined ? "" : "sk <= :to";
}

/** DynamoDB takes days to remove what has expired; to us it is gone at once, and its place is free. */
function expression(condition: Condition | undefined, now: number) {
  if (!condition || condition.kind === "replace") return {};
  const passed = { ":now": { N: String(Math.floor(now / 1000)) } };
  if (condition.kind === "absent")
    return {
      ConditionExpression: "attribute_not_exists(pk) OR x <= :now",
      ExpressionAttributeValues: passed,
    };
  return {
    ConditionExpression: "ver = :ver AND (attribute_not_exists(x) OR x > :now)",
    ExpressionAttributeValues: { ...passed, ":ver": { N: String(condition.is) } },
  };
}

/** A condition that did not hold, or another transaction on the same item just then: read again and decide anew. */
function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException)
    return true;
  const codes = cancellationsOf(error);
  return codes.includes("ConditionalCheckFailed") || codes.includes("TransactionConflict");
}

/** A transaction says for each of its items why it was not written, throttling included. */
const isThrottled = (error: unknown): boolean =>
  cancellationsOf(error).some(
    (code) => code === "ThrottlingError" || code === "ProvisionedThroughputExceeded",
  );

const cancellationsOf = (error: unknown): readonly (string | undefined)[] =>
  error instanceof TransactionCanceledException
    ? (error.CancellationReasons ?? []).map(({ Code }) => Code)
    : [];
