import {
  type Clock,
  type Item,
  type Key,
  Unavailable,
  type ViewTable,
  type Write,
  type Written,
} from "@faultline/service/ports";
import { itemBytes, keyOfWrite, readUnits, writeBytes, writeUnits } from "@faultline/service/table/item";
import { partitionLimits } from "./partition-limits.js";

/**
 * Milliseconds from a function to its region's DynamoDB and back; and of a megabyte, with what a third of a processor needs to
 * unpack it. Guessed.
 */
const TAKES = { get: 4, getMany: 6, query: 5, put: 5, transact: 14, perMegabyte: 100 };
/** As the SDK waits before it tries once more. */
const PAUSE_MILLISECONDS = 60;

/** What became of the writes of a kind of row. */
interface Writes {
  /** Also those that came to nothing, in transactions and alone. */
  tried: number;
  conflicts: number;
  /** Tried, by key. */
  readonly byKey: Map<string, number>;
}

/** A table that many meet at, and what was asked of it. */
export interface Contended {
  readonly table: ViewTable;
  readonly writes: ReadonlyMap<string, Writes>;
  readonly units: Readonly<Record<"write" | "read", number>>;
  /** Calls that a partition had no units left for. */
  readonly refused: Readonly<Record<"write" | "read", number>>;
  /** Counts from here on. */
  begin(): void;
}

interface Setting {
  readonly clock: Clock;
  readonly random: () => number;
  /** Which kind of row a key is of. */
  readonly kindOf: (key: Key) => string;
  /** So many bytes of the real thing a byte of this row stands for. */
  readonly weightOf: (key: Key) => number;
}

/**
 * Calls take time and are judged in the middle of it; a transaction refuses others its items meanwhile; a partition refuses
 * what is more than it takes in a second.
 */
export function contendedTable(inner: ViewTable, setting: Setting): Contended {
  const { clock, random, weightOf } = setting;
  const counts = counted(setting);
  const limits = partitionLimits(clock);
  const held = new Set<string>();
  const half = (takes: number): Promise<void> => clock.sleep((takes * (0.7 + 0.6 * random())) / 2);

  async function admitted(keys: readonly Key[], kind: "write" | "read"): Promise<void> {
    const isRefused = () => keys.some(({ pk }) => !limits.takes(pk, kind));
    if (!isRefused()) return;
    await clock.sleep(PAUSE_MILLISECONDS * random());
    if (!isRefused()) return;
    counts.refused[kind] += 1;
    throw new Unavailable("throttled");
  }

  async function read<T>(keys: readonly Key[], takes: number, work: () => Promise<[T, readonly Item[]]>) {
    await admitted(keys, "read");
    await half(takes);
    const [found, items] = await work();
    const bytes = items.reduce((sum, item) => sum + weightOf(item) * itemBytes(item), 0);
    const used = readUnits(bytes);
    counts.units.read += used;
    for (const { pk } of keys) limits.use(pk, "read", used / keys.length);
    await half(takes + (bytes / 1e6) * TAKES.perMegabyte);
    return found;
  }

  /** Units are used whatever becomes of it. */
  function use(write: Write, factor: number): void {
    const key = keyOfWrite(write);
    const used = factor * writeUnits(weightOf(key) * writeBytes(write));
    counts.units.write += used;
    limits.use(key.pk, "write", used);
  }

  /** What others hold is a conflict; a transaction holds its items until it is judged. */
  async function judged(
    names: readonly string[],
    isHolding: boolean,
    work: () => Promise<Written>,
    takes: number,
  ) {
    const isMet = names.some((name) => held.has(name));
    const own = isHolding && !isMet ? names : [];
    for (const name of own) held.add(name);
    await half(takes);
    const written = isMet ? "conflict" : await work();
    for (const name of own) held.delete(name);
    return written;
  }

  async function write(writes: readonly Write[], kind: "put" | "transact", work: () => Promise<Written>) {
    const keys = writes.map(keyOfWrite);
    await admitted(keys, "write");
    await half(TAKES[kind]);
    for (const one of writes) use(one, kind === "transact" ? 2 : 1);
    const written = await judged(keys.map(nameOf), kind === "transact", work, TAKES[kind]);
    for (const key of keys) counts.tried(key, written);
    return written;
  }

  return {
    ...counts,
    table: {
      get: (key) => read([key], TAKES.get, () => inner.get(key).then((item) => [item, item ? [item] : []])),
      getMany: async (keys) =>
        keys.length === 0
          ? []
          : read(keys, TAKES.getMany, () => inner.getMany(keys).then((items) => [items, items])),
      query: (query) =>
        read([{ pk: query.pk, sk: "" }], TAKES.query, () =>
          inner.query(query).then((page) => [page, page.items]),
        ),
      scan: (after) => read([], TAKES.query, () => inner.scan(after).then((page) => [page, page.items])),
      put: (item, condition) =>
        write([{ kind: "put", item, condition }], "put", () => inner.put(item, condition)),
      delete: (key, condition) =>
        write([{ kind: "delete", key, condition }], "put", () => inner.delete(key, condition)),
      transact: (writes) => write(writes, "transact", () => inner.transact(writes)),
    },
  };
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

function counted({ kindOf }: Pick<Setting, "kindOf">) {
  const writes = new Map<string, Writes>();
  const units = { write: 0, read: 0 };
  const refused = { write: 0, read: 0 };
  const of = (key: Key): Writes => {
    const kind = kindOf(key);
    const known = writes.get(kind) ?? { tried: 0, conflicts: 0, byKey: new Map() };
    writes.set(kind, known);
    return known;
  };
  return {
    writes,
    units,
    refused,
    tried(key: Key, written: Written): void {
      const known = of(key);
      known.tried += 1;
      if (written === "conflict") known.conflicts += 1;
      known.byKey.set(nameOf(key), (known.byKey.get(nameOf(key)) ?? 0) + 1);
    },
    begin(): void {
      writes.clear();
      for (const one of [units, refused]) Object.assign(one, { write: 0, read: 0 });
    },
  };
}
