import { expect, test } from "vitest";
import { outermostText } from "./key-in-body.js";

test.each([
  ["first", '{"apiKey":"k1","events":[]}', "k1"],
  ["after others", '{ "a" : {"apiKey":"inner"}, "b":["apiKey","x"], "apiKey" : "k\\u0031" }', "k1"],
  ["in what is cut off behind it", '{"apiKey":"k1","events":[{"message":"…', "k1"],
  ["as a value, not a name", '{"a":"apiKey","b":"x"}', undefined],
  ["cut off", '{"apiKey":"k', undefined],
  ["no text", '{"apiKey":12}', undefined],
  ["empty", '{"apiKey":""}', undefined],
  ["in a list", '["apiKey","k1"]', undefined],
  ["deeper", '{"a":{"apiKey":"k1"}}', undefined],
  ["not JSON at all", "payload", undefined],
])("a key %s", (_, start, key) => {
  expect(outermostText(start, "apiKey")).toBe(key);
});

test("a start full of quotes and backslashes is read once", () => {
  const before = process.cpuUsage();
  for (const noise of ['"', '\\"', "{", '{"', '":', '"a":"b",'])
    outermostText(`{"a":"${noise.repeat(60_000)}`, "apiKey");
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
});
