import { expect, test } from "vitest";
import type { Issue } from "../../api/types.js";
import { arrived, isListed, updated } from "./live.js";
import { someIssue } from "./some-issue.js";

const at = (second: number) => `2026-11-24T12:00:${String(second).padStart(2, "0")}.000Z`;

const issue = (id: string, change: Partial<Issue> = {}) =>
  someIssue({ id, fingerprint: id, firstSeen: at(0), lastSeen: at(0), ...change });

const ids = (issues: readonly Issue[]) => issues.map(({ id }) => id);

test("new events change a row where it stands", () => {
  const shown = [issue("a"), issue("b")];
  const after = updated(shown, [issue("b", { count: 7, lastSeen: at(5) }), issue("a")]);
  expect(ids(after)).toEqual(["a", "b"]);
  expect(after[1]?.count).toBe(7);
});

test("when nothing changed, nothing is drawn again", () => {
  const shown = [issue("a"), issue("b")];
  expect(updated(shown, [issue("b")])).toBe(shown);
});

test("a region that lags behind does not turn a row back", () => {
  const shown = [
    issue("a", { count: 9, lastSeen: at(9) }),
    issue("b", { status: "resolved", statusAt: at(8) }),
  ];
  expect(updated(shown, [issue("a", { count: 4, lastSeen: at(4) }), issue("b")])).toBe(shown);
});

test("what the list does not show is announced", () => {
  expect(ids(arrived([issue("a")], [issue("new"), issue("a")], new Map()))).toEqual(["new"]);
});

test("a resolved issue is not announced by an answer from before, but when it comes back", () => {
  const handled = new Map([["a", { lastSeen: at(1), statusAt: at(5) }]]);
  expect(arrived([], [issue("a", { lastSeen: at(6) })], handled)).toEqual([]);
  const back = issue("a", { regressed: true, statusAt: at(5), lastSeen: at(9) });
  expect(arrived([], [back], handled)).toEqual([back]);
});

test("a deleted issue is announced again only with an event from after", () => {
  const handled = new Map([["a", { lastSeen: at(3) }]]);
  expect(arrived([], [issue("a", { lastSeen: at(3) })], handled)).toEqual([]);
  expect(ids(arrived([], [issue("a", { lastSeen: at(4) })], handled))).toEqual(["a"]);
});

test("a regressed issue is in its own tab, among the unresolved, and in all", () => {
  const back = issue("a", { regressed: true });
  const tabs = (["unresolved", "regressed", "resolved", "ignored", "all"] as const).filter((tab) =>
    isListed(back, tab),
  );
  expect(tabs).toEqual(["unresolved", "regressed", "all"]);
});
