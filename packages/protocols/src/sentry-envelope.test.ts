import { expect, test, vi } from "vitest";
import { envelopeSieve } from "./envelope-sieve.js";
import { readEnvelope } from "./sentry-envelope.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const items = (text: string) =>
  readEnvelope(bytes(text))?.items.map(({ type, payload }) => [type, new TextDecoder().decode(payload)]);

test("items come with and without a length, which counts bytes, and with and without a last newline", () => {
  expect(items('{}\n{"type":"event"}\n{"a":1}\n{"type":"log"}\n{"b":2}')).toEqual([
    ["event", '{"a":1}'],
    ["log", '{"b":2}'],
  ]);
  expect(items('{}\n{"type":"attachment","length":7}\nエ\nab\n\n{"type":"event"}\n{}\n')).toEqual([
    ["attachment", "エ\nab\n"],
    ["event", "{}"],
  ]);
  expect(items("{}")).toEqual([]);
  expect(items("{}\n")).toEqual([]);
});

test("an item whose length is wrong ends with its line", () => {
  for (const length of [0.5, -1, 3, 99_999, 1e300])
    expect(items(`{}\n{"type":"event","length":${length}}\n{"a":1}\n{"type":"log"}\n{}`)).toEqual([
      ["event", '{"a":1}'],
      ["log", "{}"],
    ]);
});

test("a broken header takes neither what was before it nor what comes after", () => {
  const good = '{"type":"event"}\n{"a":1}';
  for (const broken of ["{", "null", '"text"', '{"length":3}', "[]", "\u0000"])
    expect(items(`{}\n${good}\n${broken}\n{"payload":1}\n${good}\n`)).toEqual([
      ["event", '{"a":1}'],
      ["event", '{"a":1}'],
    ]);
});

test("an event written over several lines is one, also without a length", () => {
  const pretty = JSON.stringify({ message: "m", tags: { type: "t" } }, null, 2);
  expect(items(`{}\n{"type":"event"}\n${pretty}\n{"type":"log"}\n{}`)).toEqual([
    ["event", `${pretty}\n`],
    ["log", "{}"],
  ]);
});

test("of a body that was cut, only what is whole counts", () => {
  const cut = (text: string) => readEnvelope(bytes(text), true)?.items.map(({ type }) => type);
  const event = '{"type":"event"}\n{"a":1}';
  expect(cut(`{}\n${event}\n{"type":"attachment","length":6000000}\naaaa`)).toEqual(["event"]);
  expect(cut(`{}\n${event}\n{"type":"event"}\n{"a":`)).toEqual(["event"]);
  expect(cut(`{}\n{"type":"event","length":100}\n{"a":1,\n"b"`)).toEqual([]);
});

test("what does not begin with a header is no envelope", () => {
  for (const text of ["", "\n", "hello", "[]", "{"]) expect(readEnvelope(bytes(text))).toBeUndefined();
});

test("of lines that only look like headers, so many are looked at and no more", () => {
  const parse = vi.spyOn(JSON, "parse");
  for (const line of ['{"type"}\n', "{}\n", "{\n", "\n", "a\n"]) {
    parse.mockClear();
    const body = Buffer.alloc(2 * 1024 * 1024, line);
    body.write("{}\n");
    expect(readEnvelope(body)?.items).toEqual([]);
    expect(parse.mock.calls.length).toBeLessThanOrEqual(50_001);
    parse.mockClear();
    const sieve = envelopeSieve();
    expect(Buffer.concat([...sieve.take(body), ...sieve.end()]).equals(body)).toBe(true);
    expect(parse.mock.calls.length).toBeLessThanOrEqual(50_001);
  }
  parse.mockRestore();
});
