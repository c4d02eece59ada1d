import { expect, test } from "vitest";
import * as z from "zod";
import { conforming } from "./conforming.js";
import { Event } from "./event.js";

const whole: unknown = {
  id: "e1",
  issue: "iss_1",
  fingerprintValue: "v1:TypeError|app.js|total",
  level: "error",
  type: "TypeError",
  message: "it broke",
  timestamp: 1_760_000_000_000.5,
  exceptions: [
    {
      type: "TypeError",
      message: "it broke",
      frames: [{ file: "app.js", line: 3, inApp: true, code: { "3": "x()" }, vars: { a: [1] } }],
    },
  ],
  tags: { plan: "free" },
  breadcrumbs: [{ timestamp: 1, data: { a: 1 } }],
  request: { url: "/", headers: { accept: "*/*" }, body: "x" },
  notify: [
    { config: "dst_1", threshold: 1, interval: 1, window: "total" },
    { config: "dst_2", threshold: 1, interval: 1, window: "day", also: { users: 3 } },
  ],
  isFresh: true,
  raw: { any: ["thing"] },
};

const ODD: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e300,
  Number.NaN,
  "x",
  [],
  {},
  [1],
  JSON.parse('{"__proto__":"x"}'),
];

/** The value with each of its places in turn replaced, taken out, or joined by one that nobody knows. */
function* changed(value: unknown): Generator<unknown> {
  yield* ODD;
  if (Array.isArray(value)) yield* changedList(value);
  else if (typeof value === "object" && value !== null) yield* changedObject(value);
}

function* changedList(list: readonly unknown[]): Generator<unknown> {
  for (const [place, entry] of list.entries())
    for (const other of changed(entry)) yield list.with(place, other);
}

function* changedObject(value: object): Generator<unknown> {
  yield { ...value, unheardOf: 1 };
  yield { ...value, unheardOf: undefined };
  for (const [name, entry] of Object.entries(value)) {
    yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    for (const other of changed(entry)) yield { ...value, [name]: other };
  }
}

/** As it would be stored, whatever the order of its names. */
const printed = (value: unknown): string => JSON.stringify(value, inOrder) ?? "";

function inOrder(_: string, part: unknown): unknown {
  if (Number.isNaN(part)) return "NaN";
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test("bytes are told from what is none", () => {
  const isBytes = conforming(z.object({ e: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }));
  expect(isBytes({ e: new Uint8Array(2) })).toBe(true);
  expect(isBytes({ e: [1, 2] })).toBe(false);
});

test("what a schema would fill in is not there as it is", () => {
  const isWhole = conforming(z.object({ n: z.number().default(3) }));
  expect(isWhole({ n: 1 })).toBe(true);
  expect(isWhole({})).toBe(false);
});

test("it says yes to just what the schema gives back unchanged", () => {
  const isEvent = conforming(Event);
  const told = { yes: 0, no: 0 };
  for (const value of [whole, ...changed(whole)]) {
    const parsed = Event.safeParse(value);
    const isSame = parsed.success && printed(parsed.data) === printed(value);
    expect(isEvent(value), printed(value)).toBe(isSame);
    told[isSame ? "yes" : "no"] += 1;
  }
  expect(told.yes).toBeGreaterThan(50);
  expect(told.no).toBeGreaterThan(300);
});
