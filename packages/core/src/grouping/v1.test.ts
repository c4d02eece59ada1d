import { expect, test } from "vitest";
import type { Grouping } from "../project.js";
import type { Frame, Report } from "../report.js";
import { v1 } from "./v1.js";

const fingerprint = (report: Report, grouping: Grouping): string => v1.explain(report, grouping).value;

const frame = (file: string, name: string, line: number, inApp = true): Frame => ({
  file,
  function: name,
  line,
  inApp,
});

const report = (
  type: string,
  message: string,
  frames: Frame[] = [],
  fingerprintParts?: string[],
): Report => ({
  level: "error",
  type,
  message,
  exceptions: [{ type, message, frames }],
  fingerprint: fingerprintParts,
});

const same = (a: Report, b: Report): boolean => fingerprint(a, "frames") === fingerprint(b, "frames");

test("a deploy that only moves lines keeps the issue", () => {
  const before = report("TypeError", "x", [frame("app/cart.js", "total", 10)]);
  const after = report("TypeError", "x", [frame("app/cart.js", "total", 99)]);
  expect(same(before, after)).toBe(true);
});

test("other code, or another class, is another issue", () => {
  const cart = report("TypeError", "x", [frame("app/cart.js", "total", 10)]);
  expect(same(cart, report("TypeError", "x", [frame("app/cart.js", "add", 10)]))).toBe(false);
  expect(same(cart, report("RangeError", "x", [frame("app/cart.js", "total", 10)]))).toBe(false);
});

test("the message does not matter where there is code to go by", () => {
  const frames = [frame("app/user.js", "load", 1)];
  expect(same(report("NotFound", "user alice", frames), report("NotFound", "user bob", frames))).toBe(true);
});

test("libraries do not matter while there is a call in the team's own code", () => {
  const own = frame("app/a.js", "a", 1);
  const library = (version: string) => frame(`node_modules/x-${version}/x.js`, `f${version}`, 1, false);
  expect(same(report("E", "m", [library("1"), own]), report("E", "m", [library("2"), own]))).toBe(true);
});

test("without a call of their own all calls decide", () => {
  const library = (name: string) => report("E", "m", [frame("node_modules/x.js", name, 1, false)]);
  expect(same(library("f"), library("g"))).toBe(false);
});

test("how deep a recursion went does not matter", () => {
  const deep = (depth: number) =>
    report(
      "RangeError",
      "stack",
      Array.from({ length: depth }, () => frame("a.js", "f", 3)),
    );
  expect(same(deep(10), deep(80))).toBe(true);
});

test("without a stack the message decides, with what varies blanked", () => {
  const pairs = [
    ["timeout after 31 ms", "timeout after 42 ms"],
    ["user 17 not found", "user 18 not found"],
    ["no row 550e8400-e29b-41d4-a716-446655440000", "no row 123e4567-e89b-12d3-a456-426614174000"],
    ["mail to a@example.com bounced", "mail to bob@example.org bounced"],
    ["connect to 10.0.0.1:5432", "connect to 192.168.1.9:5433"],
    ["bad value 'x'", "bad value 'y'"],
    ["at 2026-11-24T00:00:00Z", "at 2027-01-01T10:11:12Z"],
    ["object 0xdeadbeef", "object 0x12345678"],
    ["first line\nsecond", "first line\nother"],
  ] as const;
  for (const [a, b] of pairs) expect(same(report("Error", a), report("Error", b)), a).toBe(true);
  expect(same(report("Error", "cannot read"), report("Error", "cannot write"))).toBe(false);
});

test("a severity is no class: the original's sample has two issues though its stacks are alike", () => {
  const frames = [frame("/var/www/test/test.php", "SomeClass->__construct()", 15)];
  const notice = (message: string) => report("notice", message, frames);
  expect(same(notice("Undefined index: faultline"), notice("Undefined index: faultline2"))).toBe(false);
  expect(same(notice("Undefined index: faultline"), notice("Undefined index: faultline"))).toBe(true);
});

test("a client's own fingerprint wins, and may refine ours", () => {
  const a = report("A", "a", [frame("a.js", "a", 1)], ["checkout"]);
  const b = report("B", "b", [frame("b.js", "b", 1)], ["checkout"]);
  expect(same(a, b)).toBe(true);
  const refined = (tenant: string) => report("A", "a", [frame("a.js", "a", 1)], ["{{ default }}", tenant]);
  expect(same(refined("x"), refined("y"))).toBe(false);
  expect(v1.explain(refined("x"), "frames").parts).toEqual(["A", "a.js:a", "x"]);
});

test("`message` groups by the exact text, as the original did", () => {
  const by = (message: string) => fingerprint(report("Error", message, [frame("a.js", "a", 1)]), "message");
  expect(by("user 17")).not.toBe(by("user 18"));
  expect(by("user 17")).toBe(by("user 17"));
});

test("SDKs that name one call differently agree", () => {
  const names = ["grab", "Object.grab", "async grab", "new grab", "Function.grab"];
  const values = names.map((name) =>
    fingerprint(report("E", "m", [frame("/srv/app/shop.js", name, 1)]), "frames"),
  );
  const relative = fingerprint(report("E", "m", [frame("shop.js", "grab", 1)]), "frames");
  expect(new Set([...values, relative]).size).toBe(1);
  const unknown = ["", "?", "<unknown>", "<anonymous>", "[anonymous]", "anonymous"];
  expect(
    new Set(unknown.map((name) => fingerprint(report("E", "m", [frame("a.js", name, 1)]), "frames"))).size,
  ).toBe(1);
});

test("the version is part of the value, and parts cannot run into one another", () => {
  expect(fingerprint(report("A", "b"), "frames")).toMatch(/^v1:/);
  const joined = (parts: string[]) => fingerprint(report("A", "m", [], parts), "frames");
  expect(joined(["a|b"])).not.toBe(joined(["a", "b"]));
});
