import {
  type Condition,
  type Item,
  type Key,
  type MeteredTable,
  OWN_ROW,
  type ViewTable,
  type Write,
} from "@faultline/service/ports";
import { expect, test } from "vitest";
import { seeded } from "./seeded.js";

/** Opens an empty table for one test. Keys of different tests never meet when `prefix` is part of them. */
type Open<Table> = () => Promise<{ readonly table: Table; readonly prefix: string }>;

const ABSENT: Condition = { kind: "absent" };
const at = (is: number): Condition => ({ kind: "version", is });

/** What every table promises, whatever it is built on. */
export function tableContract(
  open: Open<ViewTable>,
  { operations = 2000 }: { operations?: number } = {},
): void {
  test("an item comes back as it was put, bytes and nesting included, without what was undefined", async () => {
    const { table, prefix } = await open();
    const nested = {
      list: [1, "two", null, true, { deep: new Uint8Array([0, 255]) }],
      empty: {},
      text: "注文 ☕",
    };
    const bytes = new Uint8Array([1, 2, 3]);
    await table.put({ pk: `${prefix}a`, sk: "1", bytes, nested, number: -1.5, gone: undefined });
    expect(plain(await table.get({ pk: `${prefix}a`, sk: "1" }))).toEqual(
      plain({ pk: `${prefix}a`, sk: "1", bytes, nested, number: -1.5 }),
    );
    expect(await table.get({ pk: `${prefix}a`, sk: "2" })).toBeUndefined();
  });

  test("`absent` lets one of many writers through", async () => {
    const { table, prefix } = await open();
    const puts = Array.from({ length: 20 }, (_, n) => table.put({ pk: `${prefix}one`, sk: "0", n }, ABSENT));
    const results = await Promise.all(puts);
    expect(results.filter((result) => result === "written")).toHaveLength(1);
    const winner = results.indexOf("written");
    expect((await table.get({ pk: `${prefix}one`, sk: "0" }))?.n).toBe(winner);
  });

  test("a version lets through only who read the last one", async () => {
    const { table, prefix } = await open();
    const item = (ver: number) => ({ pk: `${prefix}v`, sk: "0", ver });
    expect(await table.put(item(1), at(0))).toBe("conflict");
    expect(await table.put(item(1), ABSENT)).toBe("written");
    expect(await table.put(item(2), at(1))).toBe("written");
    expect(await table.put(item(3), at(1))).toBe("conflict");
    expect(await table.delete(item(0), at(1))).toBe("conflict");
    expect(await table.delete(item(0), at(2))).toBe("written");
    expect(await table.get(item(0))).toBeUndefined();
  });

  test("what has expired is not seen, whether it is removed yet or not, and its place is free", async () => {
    const { table, prefix } = await open();
    const expired = (sk: string) => ({ pk: `${prefix}x`, sk, ver: 1, x: 0 });
    for (const sk of ["a", "b", "c"]) await table.put(expired(sk));
    expect(await table.get(expired("a"))).toBeUndefined();
    expect(await table.getMany([expired("a")])).toEqual([]);
    expect((await table.query({ pk: `${prefix}x` })).items).toEqual([]);
    expect(await table.put({ ...expired("a"), ver: 2, x: undefined }, at(1))).toBe("conflict");
    expect(await table.put({ ...expired("a"), ver: 2, x: undefined }, ABSENT)).toBe("written");
    const item = { ...expired("b"), ver: 3, x: undefined };
    expect(await table.transact([{ kind: "put", item, condition: ABSENT }])).toBe("written");
    expect((await table.query({ pk: `${prefix}x` })).items.map(({ sk }) => sk)).toEqual(["a", "b"]);
    expect(await table.put({ ...item, ver: 4, x: 1e11 }, at(3))).toBe("written");
    expect(await table.put({ ...item, ver: 5 }, at(4))).toBe("written");
  });

  test("a transaction is all or nothing", async () => {
    const { table, prefix } = await open();
    const key = (sk: string) => ({ pk: `${prefix}t`, sk });
    await table.put({ ...key("a"), ver: 1 });
    await table.put(key("gone"));
    const refused = await table.transact([
      { kind: "put", item: { ...key("b"), n: 1 } },
      { kind: "put", item: { ...key("a"), ver: 2 }, condition: at(7) },
    ]);
    expect([refused, await table.get(key("b"))]).toEqual(["conflict", undefined]);
    const taken = await table.transact([
      { kind: "put", item: { ...key("b"), n: 1 }, condition: ABSENT },
      { kind: "put", item: { ...key("a"), ver: 2 }, condition: at(1) },
      { kind: "delete", key: key("gone") },
    ]);
    expect(taken).toBe("written");
    expect((await table.get(key("a")))?.ver).toBe(2);
    expect(await table.get(key("gone"))).toBeUndefined();
  });

  test("more than a hundred writes, or one key twice, are no transaction", async () => {
    const { table, prefix } = await open();
    const put = (sk: string): Write => ({ kind: "put", item: { pk: `${prefix}m`, sk } });
    await expect(table.transact(Array.from({ length: 101 }, (_, n) => put(String(n))))).rejects.toThrow(
      "100",
    );
    await expect(table.transact([put("a"), put("a")])).rejects.toThrow("twice");
    expect((await table.query({ pk: `${prefix}m` })).items).toEqual([]);
  });

  test("an item over 400 KB is refused and not stored", async () => {
    const { table, prefix } = await open();
    const item = { pk: `${prefix}big`, sk: "0", bytes: new Uint8Array(401 * 1024) };
    await expect(Promise.resolve().then(() => table.put(item))).rejects.toThrow();
    expect(await table.get(item)).toBeUndefined();
  });

  test.each([
    ["an empty partition", { pk: "", sk: "0" }],
    ["an empty sort key", { pk: "a", sk: "" }],
    ["a partition over 900 bytes", { pk: "é".repeat(451), sk: "0" }],
    ["a sort key over 1,024 bytes", { pk: "a", sk: "☕".repeat(342) }],
  ])("a key with %s is refused as the caller's mistake, whatever is asked", async (_, key) => {
    const { table } = await open();
    const asks: (() => Promise<unknown>)[] = [
      () => table.get(key),
      () => table.getMany([key]),
      () => table.put(key, ABSENT),
      () => table.delete(key),
      () => table.transact([{ kind: "put", item: key }]),
      () => table.transact([{ kind: "delete", key }]),
      () => table.query({ pk: key.pk, from: key.sk }),
      () => table.query({ pk: key.pk, to: key.sk }),
    ];
    for (const ask of asks)
      await expect(Promise.resolve().then(ask)).rejects.toMatchObject({ kind: "unprocessable" });
  });

  test("a key as long as a key may be is one like any other", async () => {
    const { table, prefix } = await open();
    const key = { pk: `${prefix}${"\0".repeat(900)}`.slice(0, 900), sk: "\u0001".repeat(1024) };
    expect(await table.put(key, ABSENT)).toBe("written");
    expect(await table.get(key)).toEqual(key);
    expect((await table.query({ pk: key.pk, from: key.sk })).items).toEqual([key]);
  });

  test("a query walks a range in either order, and page by page without gap or repeat", async () => {
    const { table, prefix } = await open();
    const keys = Array.from({ length: 25 }, (_, n) => `k${String(n).padStart(2, "0")}`);
    for (const sk of keys) await table.put({ pk: `${prefix}q`, sk });
    await table.put({ pk: `${prefix}r`, sk: "k05" });
    const range = { pk: `${prefix}q`, from: "k03", to: "k21" };
    for (const order of ["ascending", "descending"] as const) {
      const seen: string[] = [];
      let after: Key | undefined;
      do {
        const page = await table.query({ ...range, order, limit: 4, after });
        expect(page.items.length).toBeLessThanOrEqual(4);
        seen.push(...page.items.map(({ sk }) => sk));
        after = page.next;
      } while (after);
      const wanted = keys.slice(3, 22);
      expect(seen).toEqual(order === "ascending" ? wanted : wanted.reverse());
    }
  });

  test("many are read at once, those that are not there left out", async () => {
    const { table, prefix } = await open();
    const keys = Array.from({ length: 130 }, (_, n) => ({ pk: `${prefix}many`, sk: String(n) }));
    for (const key of keys) if (Number(key.sk) % 2 === 0) await table.put(key);
    const found = await table.getMany(keys);
    expect(found.map(({ sk }) => Number(sk)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 65 }, (_, n) => 2 * n),
    );
    const [first] = keys.map((key) => ({ ...key, pk: `${prefix}many` }));
    expect(await table.getMany(first ? [first, { ...first }] : [])).toHaveLength(1);
  });

  test(`${operations} random operations end each as a plain model of the table ends them`, async () => {
    const { table, prefix } = await open();
    // One seed a day, so that every kind of table is asked the very same.
    const seed = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));
    const random = seeded(seed);
    const model = new Map<string, Item>();
    for (let step = 0; step < operations; step++) {
      const [wanted, got] = await randomStep(table, model, random, prefix);
      expect(plain(got), `SEED=${seed} step ${step}`).toEqual(plain(wanted));
    }
  });
}

/** The same of a table that counts what is used of it. */
export function meteredContract(open: Open<MeteredTable>): void {
  tableContract(open);

  test("units are counted as DynamoDB bills them: by started kilobyte, twice in a transaction", async () => {
    const { table, prefix } = await open();
    const cost = async (work: () => Promise<unknown>) => {
      const before = table.units();
      await work();
      const after = table.units();
      return [after.read - before.read, after.write - before.write];
    };
    const item = (sk: string) => ({ pk: `${prefix}u`, sk, bytes: new Uint8Array(2500) });
    expect(await cost(() => table.put(item("a")))).toEqual([0, 3]);
    expect(await cost(() => table.put(item("a"), ABSENT))).toEqual([0, 3]);
    expect(await cost(() => table.transact([{ kind: "put", item: item("b") }]))).toEqual([0, 6]);
    expect(await cost(() => table.get(item("a")))).toEqual([1, 0]);
  });
}

/** Does one thing to the table and the model, and gives back what each says. */
async function randomStep(
  table: ViewTable,
  model: Map<string, Item>,
  random: () => number,
  prefix: string,
): Promise<[unknown, unknown]> {
  const pick = (below: number): number => Math.floor(random() * below);
  const key = () => ({ pk: `${prefix}p${pick(3)}`, sk: `s${pick(8)}` });
  const name = ({ pk, sk }: { pk: string; sk: string }): string => `${pk}\n${sk}`;
  const holds = (condition: Condition | undefined, stored: Item | undefined): boolean =>
    condition?.kind === "absent" ? !stored : condition?.kind !== "version" || stored?.ver === condition.is;
  const condition = (): Condition | undefined => [undefined, OWN_ROW, ABSENT, at(pick(4))][pick(4)];
  const write = (): Write => {
    const one = key();
    if (random() < 0.25) return { kind: "delete", key: one, condition: condition() };
    return { kind: "put", item: { ...one, ver: pick(4), v: pick(1000) }, condition: condition() };
  };
  const apply = (writes: readonly Write[]): string => {
    const keyOf = (one: Write) => name(one.kind === "put" ? one.item : one.key);
    if (!writes.every((one) => holds(one.condition, model.get(keyOf(one))))) return "conflict";
    for (const one of writes) {
      if (one.kind === "put") model.set(keyOf(one), one.item);
      else model.delete(keyOf(one));
    }
    return "written";
  };

  const dice = random();
  if (dice < 0.3) {
    const one = key();
    return [model.get(name(one)), await table.get(one)];
  }
  if (dice < 0.6) {
    const one = write();
    const got =
      one.kind === "put" ? table.put(one.item, one.condition) : table.delete(one.key, one.condition);
    return [apply([one]), await got];
  }
  if (dice < 0.8) {
    const writes = [
      ...new Map(Array.from({ length: 1 + pick(4) }, write).map((one) => [name(keyed(one)), one])).values(),
    ];
    return [apply(writes), await table.transact(writes)];
  }
  const { pk } = key();
  const [from, to] = [`s${pick(8)}`, `s${pick(8)}`].sort();
  const order = random() < 0.5 ? "ascending" : "descending";
  const items = [...model.values()].filter(
    (item) => item.pk === pk && item.sk >= (from ?? "") && item.sk <= (to ?? ""),
  );
  items.sort((a, b) => (a.sk < b.sk ? -1 : 1) * (order === "ascending" ? 1 : -1));
  return [items, (await table.query({ pk, from, to, order })).items];
}

const keyed = (write: Write) => (write.kind === "put" ? write.item : write.key);

/** Comparable whatever class of bytes a table hands out. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
}
