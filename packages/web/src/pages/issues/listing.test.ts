import { expect, test } from "vitest";
import { readListing, written } from "./listing.js";

test("an address without anything is the unresolved issues, latest first", () => {
  expect(readListing({})).toEqual({});
});

test("what an address says is kept, and only that", () => {
  const search = { status: "resolved", query: "release:1.4 total", sort: "users" };
  expect(readListing({ ...search, page: "7" })).toEqual(search);
});

test("a wrong word in an address is as if unsaid", () => {
  expect(readListing({ status: "closed", sort: 4, query: ["a"] })).toEqual({});
});

test("a search too long for the service is cut, not refused", () => {
  expect(readListing({ query: "x".repeat(2000) }).query).toHaveLength(500);
});

test("an environment is kept, and that it is all of them, too", () => {
  expect(readListing({ env: " production " })).toEqual({ env: "production" });
  expect(readListing({ env: "" })).toEqual({ env: "" });
});

test("defaults are not written into the address", () => {
  expect(written({ status: "unresolved", query: "  ", sort: "lastSeen", env: "" })).toEqual({});
});
