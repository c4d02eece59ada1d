import { expect, test } from "vitest";
import { jsonText } from "./json-text.js";

test("what is short stands on one line, texts as they are", () => {
  expect(jsonText(["A-1024", "B-77"])).toBe('[ "A-1024", "B-77" ]');
  expect(jsonText({ text: "one\n  two" })).toBe('{ "text": "one\\n  two" }');
  expect(jsonText([])).toBe("[]");
});

test("what is long has a line for each part", () => {
  const long = ["x".repeat(50), "y".repeat(50)];
  expect(jsonText(long)).toBe(JSON.stringify(long, null, 2));
});
