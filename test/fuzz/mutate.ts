/** In [0, 1). */
export type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export const oneOf = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[below(random, values.length)] ?? values[0];

const nested = (levels: number): unknown => {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** What no SDK means to send, but some version of one will. */
const ODDITIES: readonly [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => true,
  () => -1,
  () => 1e308,
  () => 2 ** 53 + 2,
  () => 0.1,
  () => "",
  () => "ÿ\u0000\ud800",
  () => "長".repeat(5_000),
  () => "https://x.example/".repeat(300),
  () => "1e999",
  () => [],
  () => ({}),
  () => nested(300),
  () => Array.from({ length: 300 }, (_, place) => place),
  () => [null, [null], { "": null }],
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"length":-1,"toString":null}'),
  () => Object.fromEntries(Array.from({ length: 300 }, (_, place) => [`key${place}`, place])),
];

/** A copy of a JSON value with one to three places in it changed: replaced, taken out, or doubled. */
export function mutateJson(value: unknown, random: Random): unknown {
  let rest = value;
  for (let count = 1 + below(random, 3); count > 0; count--) rest = mutateOnce(rest, random);
  return rest;
}

function mutateOnce(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random() < 0.08) return oneOf(random, ODDITIES)();
  const keys = Object.keys(value);
  const key = keys[below(random, keys.length)];
  if (key === undefined) return oneOf(random, ODDITIES)();
  if (Array.isArray(value)) return mutateList(value, Number(key), random);
  const dice = random();
  const entries = Object.entries(value);
  if (dice < 0.06) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (dice < 0.1)
    return Object.fromEntries(entries.map(([name, entry]) => [name === key ? `${name}?` : name, entry]));
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, name === key ? mutateOnce(entry, random) : entry]),
  );
}

function mutateList(list: readonly unknown[], place: number, random: Random): unknown[] {
  const dice = random();
  if (dice < 0.06) return list.toSpliced(place, 1);
  if (dice < 0.12) return [...list, ...Array.from({ length: 12 }, () => list[place])];
  return list.with(place, mutateOnce(list[place], random));
}

type ByteMutation = (bytes: Buffer, random: Random) => Buffer;

const BYTE_MUTATIONS: readonly [ByteMutation, ...ByteMutation[]] = [
  (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  (bytes, random) => bytes.subarray(below(random, bytes.length)),
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let flips = 1 + below(random, 8); flips > 0; flips--)
      copy[below(random, copy.length)] = below(random, 256);
    return copy;
  },
  (bytes, random) => spliced(bytes, random, Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80])),
  (bytes, random) => spliced(bytes, random, Buffer.from("[".repeat(2_000))),
  (bytes, random) => spliced(bytes, random, Buffer.from('{"a":'.repeat(3_000))),
  (bytes, random) => spliced(bytes, random, Buffer.from("\n")),
  (bytes, random) => spliced(bytes, random, bytes.subarray(0, below(random, Math.min(bytes.length, 4_000)))),
  (bytes, random) =>
    Buffer.from(bytes.toString("latin1").replace(/\d+/, String(10 ** below(random, 25))), "latin1"),
  (bytes) => Buffer.from(bytes.toString(), "utf16le"),
  () => Buffer.alloc(0),
];

function spliced(bytes: Buffer, random: Random, piece: Buffer): Buffer {
  const at = below(random, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + below(random, 20))]);
}

/** Bytes cut, flipped, doubled, or strewn with what is not UTF-8. */
export const mutateBytes = (bytes: Buffer, random: Random): Buffer =>
  oneOf(random, BYTE_MUTATIONS)(bytes, random);
