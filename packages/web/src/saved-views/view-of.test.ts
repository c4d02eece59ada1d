import { expect, test } from "vitest";
import type { Listing } from "../api/issues.js";
import { addressOf, listOf, viewOf } from "./view-of.js";

const listing: Listing = {
  project: "shop",
  status: "all",
  query: "level:fatal",
  env: "",
  sort: "count",
  span: "24h",
};

test("a list is found again as the view it was saved as, whatever its chart shows", () => {
  const view = { ...listOf(listing), id: "view_1", name: "Fatal" };
  const other = { ...view, id: "view_2", environment: "staging" };
  expect(viewOf([other, view], { ...listing, span: "14d" })).toBe(view);
  expect(viewOf([other, view], { ...listing, env: "staging" })).toBe(other);
  const others: Partial<Listing>[] = [
    { project: undefined },
    { status: "resolved" },
    { query: "" },
    { env: "production" },
    { sort: "users" },
  ];
  for (const change of others) expect(viewOf([other, view], { ...listing, ...change })).toBeUndefined();
});

test("a view of all environments says so in its address: the one chosen last is not taken for it", () => {
  const view = { ...listOf(listing), id: "view_1", name: "Fatal" };
  expect(addressOf(view)).toEqual({
    to: "/projects/$project",
    params: { project: "shop" },
    search: { status: "all", query: "level:fatal", sort: "count", env: "" },
  });
  const everywhere = { ...view, project: undefined, status: "unresolved", environment: "staging" } as const;
  expect(addressOf(everywhere)).toEqual({
    to: "/issues",
    search: { query: "level:fatal", sort: "count", env: "staging" },
  });
});
