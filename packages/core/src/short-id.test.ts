import { describe, expect, test } from "vitest";
import { fixedBy, readShortId, shortIdText, shortName } from "./short-id.js";

test.each([
  ["shop", "SHOP"],
  ["my shop", "MY-SHOP"],
  ["@acme/web-app", "ACME-WEB-APP"],
  ["Café", "CAFE"],
  ["店", "P"],
  ["a very long name of a project", "A-VERY-LONG-NAME-OF"],
])("the project %s is called %s in short ids", (project, name) => {
  expect(shortName(project)).toBe(name);
});

test("a short id is read as it is written, in any case, and as somebody may have mistaken its letters", () => {
  for (const text of [shortIdText("my shop", "7k2d"), "my-shop-7k2d", "My-Shop-7K2D"])
    expect(readShortId(text)).toEqual({ project: "MY-SHOP", suffix: "7k2d" });
  expect(readShortId("SHOP-LO0I")).toEqual({ project: "SHOP", suffix: "1001" });
});

test.each([
  "SHOP",
  "7K2D",
  "SHOP-7K2",
  "SHOP-7K2U",
  "iss_7k2d",
  "SHOP 7K2D",
  "-7K2D",
  `SHOP-${"7".repeat(27)}`,
])("%s is no short id", (text) => {
  expect(readShortId(text)).toBeUndefined();
});

describe("a commit fixes", () => {
  test.each([
    ["Fixes SHOP-7K2D", ["SHOP-7K2D"]],
    ["cart: total is empty\n\nfixes: shop-7k2d", ["SHOP-7K2D"]],
    ["Resolves SHOP-7K2D and closes API-9QX0", ["SHOP-7K2D", "API-9QX0"]],
    ["Fix SHOP-7K2D, SHOP-9QX0 and SHOP-AAAA", ["SHOP-7K2D", "SHOP-9QX0", "SHOP-AAAA"]],
    ["Merge pull request #12 from acme/fix-total\n\nFixed #SHOP-7K2D", ["SHOP-7K2D"]],
    ["see SHOP-7K2D", []],
    ["prefixes SHOP-7K2D", []],
    ["fixes nothing", []],
    ["fixes #12", []],
  ])("%j: %j", (message, ids) => {
    expect(fixedBy(message)).toEqual(ids);
  });
});
