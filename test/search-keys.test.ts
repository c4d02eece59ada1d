import { SEARCH_KEYS } from "@faultline/service/query/syntax/keys";
import { expect, test } from "vitest";
import { EVENT_KEYS, ISSUE_KEYS } from "../packages/web/src/pages/issues/completion-at.js";

test("the pages complete every key there is to search by, and no other", () => {
  const names = (isOfIssue: boolean): string[] =>
    SEARCH_KEYS.filter(({ kind }) => ["state", "own", "time"].includes(kind) === isOfIssue)
      .map(({ name }) => name)
      .sort();
  expect([...ISSUE_KEYS].sort()).toEqual(names(true));
  expect([...EVENT_KEYS].sort()).toEqual(names(false));
});
