import { invariant } from "@faultline/core/invariant";
import { utf8Length } from "@faultline/core/utf8-length";
import {
  type Condition,
  ITEM_BYTES_MAX,
  type Item,
  TRANSACTION_BYTES_MAX,
  TRANSACTION_WRITES_MAX,
  type Value,
  type Write,
} from "../ports.js";
import { checkKey } from "./key-limits.js";

/** The item as a table keeps it: no undefined attributes, and within DynamoDB's size. */
export const storable = (item: Item): Item => sized(item).item;

/** The same, with its size as DynamoDB bills it. */
export function sized(item: Item): { readonly item: Item; readonly bytes: number } {
  checkKey(item);
  const kept = cleaned(item);
  const bytes = itemBytes(kept);
  invariant(bytes <= ITEM_BYTES_MAX, `item ${item.pk} ${item.sk} is larger than 400 KB`);
  return { item: kept, bytes };
}

type Attributes = { readonly [name: string]: Value | undefined };

function cleaned<T extends Attributes>(attributes: T): T {
  // No attribute is named `__proto__`: zod leaves such a name out at the edge.
  const kept: Record<string, Value> = {};
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value !== undefined) kept[name] = copied(value);
  }
  return kept as T;
}

function copied(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return isList(value) ? value.map(copied) : cleaned(value);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/**
 * The size DynamoDB bills: names and values in UTF-8.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: Item | undefined): number => (item ? attributesBytes(item) : 0);

function attributesBytes(attributes: Attributes): number {
  let bytes = 0;
  for (const name of Object.keys(attributes)) bytes += utf8Length(name) + valueBytes(attributes[name]);
  return bytes;
}

function valueBytes(value: Value | undefined): number {
  if (typeof value === "string") return utf8Length(value);
  if (typeof value === "number") return numberBytes(value);
  if (value === null || typeof value === "boolean") return 1;
  if (value === undefined) return 0;
  if (value instanceof Uint8Array) return value.length;
  if (isList(value)) return value.reduce<number>((sum, entry) => sum + valueBytes(entry) + 1, 3);
  return 3 + attributesBytes(value) + Object.keys(value).length;
}

/** A byte for two significant digits, one more, and one for a sign. */
const numberBytes = (value: number): number =>
  value === 0 ? 2 : 1 + Math.ceil(significantDigits(Math.abs(value)) / 2) + (value < 0 ? 1 : 0);

/** Each number that is read or written is sized: whole ones, which nearly all are, without making a text of them. */
function significantDigits(value: number): number {
  if (!Number.isSafeInteger(value)) return digitsWritten(value);
  let whole = value;
  while (whole % 10 === 0) whole /= 10;
  let digits = 1;
  for (let least = 10; whole >= least; least *= 10) digits += 1;
  return digits;
}

/** One digit, and a point and others unless they are zeros. */
const digitsWritten = (value: number): number =>
  Math.max(1, (value.toExponential().split("e")[0] ?? "").length - 1);

export const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Whether a condition holds for what is stored. */
export function holds(condition: Condition | undefined, stored: Item | undefined): boolean {
  switch (condition?.kind) {
    case undefined:
    case "replace":
      return true;
    case "absent":
      return stored === undefined;
    case "version":
      return stored?.ver === condition.is;
  }
}

/** True once the item's time to live is over: DynamoDB may show it for days yet, we never do. */
export const isExpired = (item: Item, now: number): boolean =>
  typeof item.x === "number" && item.x * 1000 <= now;

export const keyOfWrite = (write: Write): { pk: string; sk: string } => {
  const { pk, sk } = write.kind === "put" ? write.item : write.key;
  return { pk, sk };
};

export const writeBytes = (write: Write): number => (write.kind === "put" ? itemBytes(write.item) : 0);

/** DynamoDB's rules for a transaction, broken only by a bug of ours, but for its keys. */
export function checkTransaction(writes: readonly Write[]): void {
  for (const write of writes) checkKey(keyOfWrite(write));
  invariant(writes.length <= TRANSACTION_WRITES_MAX, `a transaction takes ${TRANSACTION_WRITES_MAX} writes`);
  const bytes = writes.reduce((sum, write) => sum + writeBytes(write), 0);
  invariant(bytes <= TRANSACTION_BYTES_MAX, "a transaction takes 4 MB");
  const keys = new Set(writes.map(keyOfWrite).map(({ pk, sk }) => `${pk}\n${sk}`));
  invariant(keys.size === writes.length, "a transaction names no key twice");
}
