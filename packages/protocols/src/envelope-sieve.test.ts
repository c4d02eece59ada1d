import { expect, test } from "vitest";
import { envelopeSieve } from "./envelope-sieve.js";
import { readEnvelope } from "./sentry-envelope.js";

/** What stays of a body that comes in pieces of so many bytes. */
function sieved(body: string | Buffer, bytesEach = Number.POSITIVE_INFINITY): Buffer {
  const bytes = Buffer.from(body);
  const sieve = envelopeSieve();
  const kept: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += bytesEach)
    kept.push(...sieve.take(bytes.subarray(at, at + bytesEach)));
  return Buffer.concat([...kept, ...sieve.end()]);
}

const items = (body: Uint8Array) =>
  readEnvelope(body)?.items.map(({ type, payload }) => [type, Buffer.from(payload).toString()]);

const EVENT = '{"message":"エ"}';
const BINARY = Buffer.from([0, 10, 255, 10, 123, 34, 10, 13, 10]);
const PRETTY = '{\n  "message": "m",\n  "tags": {\n    "a": "b"\n  }\n}';

const BODIES: readonly (readonly [string, Buffer, string])[] = [
  [
    "with its length",
    Buffer.concat([
      Buffer.from(`{}\n{"type":"attachment","length":9}\n`),
      BINARY,
      Buffer.from(`\n{"type":"event"}\n${EVENT}`),
    ]),
    EVENT,
  ],
  [
    "without its length",
    Buffer.concat([
      Buffer.from(`{}\n{"type":"attachment"}\n`),
      BINARY,
      Buffer.from(`\n{"type":"event","length":17}\n${EVENT}\n`),
    ]),
    EVENT,
  ],
  [
    "of one long line",
    Buffer.from(`{}\n{"type":"attachment"}\n${"{".repeat(200_000)}\n{"type":"event"}\n${EVENT}\n`),
    EVENT,
  ],
  [
    "before an event over several lines",
    Buffer.from(`{}\n{"type":"attachment","length":3}\nabc\n{"type":"event"}\n${PRETTY}`),
    PRETTY,
  ],
];

test.each(BODIES)(
  "the event behind an attachment is found, whatever pieces it comes in: %s",
  (_, body, event) => {
    for (const each of [1, 2, 7, 64, 65_536, Number.POSITIVE_INFINITY]) {
      if (each < 7 && body.length > 10_000) continue;
      const kept = sieved(body, each);
      expect(items(kept)?.map(([type, payload]) => [type, payload?.trim()])).toEqual([
        ["attachment", ""],
        ["event", event],
      ]);
      expect(kept.length).toBeLessThan(event.length + 120);
    }
  },
);

test("what stands around events is read as without the sieve: kinds, several events, broken headers", () => {
  const body = `{"event_id":"1"}\n{"type":"event"}\n${EVENT}\n\nno header\n{"type":"session"}\n{}\n{"type":"event","length":17}\n${EVENT}\n{"type":"user_report","length":2}\n{}`;
  const whole = items(Buffer.from(body))?.map(([type, payload]) => [type, type === "event" ? payload : ""]);
  expect(whole).toHaveLength(4);
  for (const each of [1, 3, 1_000]) expect(items(sieved(body, each))).toEqual(whole);
  expect(readEnvelope(sieved(body))?.header).toEqual({ event_id: "1" });
});

test("what is no envelope is handed on as it is", () => {
  for (const body of ["", "\n", "no", '{"a":1', "x".repeat(200_000)])
    expect(sieved(body, 1_000).toString()).toBe(body);
});
