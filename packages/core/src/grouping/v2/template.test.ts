import { expect, test } from "vitest";
import { template } from "./template.js";

test.each([
  ["<number>", ["PT1M30.5S", "PT2S", "P1DT2H", "P3D", "1m30.5s", "412.33ms"]],
  [
    "<number> minutes <number> seconds",
    ["1 minute 59 seconds", "12 minutes 1 second", "5 minutes 3 seconds"],
  ],
  ["<number> attempts", ["1 attempt", "3 attempts"]],
  ["<number> validation errors for Cart", ["1 validation error for Cart", "2 validation errors for Cart"]],
  ["<address>", ["2001:db8::1", "fe80::1%eth0", "::1", "fe80::a00:27ff:fe4e:66a1", "64:ff9b::"]],
])("what varies in a message is taken out of it: %s", (same, ends) => {
  expect(ends.map((end) => template(`gave up: ${end}`))).toEqual(ends.map(() => `gave up: ${same}`));
});

test.each([
  "PTA meeting failed",
  "the P99 is bad",
  "std::abc::dead is no type",
  "Bad::Cafe failed",
  "3 is odd",
])("words stay: %s", (message) => {
  expect(template(message)).toBe(message.replace("3", "<number>"));
});
