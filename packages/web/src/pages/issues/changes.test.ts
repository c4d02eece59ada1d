import { expect, test } from "vitest";
import type { Status } from "../../api/types.js";
import { doneBy, failuresOf, toggled, undoing } from "./changes.js";
import { someIssue } from "./some-issue.js";

const issue = (id: string, status: Status) => someIssue({ id, status });

test("resolving a mixed selection resolves all of it; a resolved one is reopened", () => {
  expect(toggled("resolved", [issue("a", "resolved"), issue("b", "unresolved")])).toBe("resolved");
  expect(toggled("resolved", [issue("a", "resolved")])).toBe("unresolved");
  expect(toggled("ignored", [issue("a", "ignored"), issue("b", "ignored")])).toBe("unresolved");
});

test("people are told what was done, not what was sent", () => {
  expect(doneBy({ delete: true })).toBe("deleted");
  expect(doneBy({ status: "ignored" })).toBe("ignored");
  expect(doneBy({ mute: null })).toBe("unmuted");
  expect(doneBy({ assignee: "Ada" })).toBe("assigned");
  expect(doneBy({ assignee: null })).toBe("unassigned");
  expect(doneBy({ mute: { users: 5 } })).toBe("muted");
});

test("of a partial failure, each that failed has its reason", () => {
  const results = [
    { id: "a", ok: true },
    { id: "b", ok: false, code: "issue_not_found", detail: "There is no such issue." },
    { id: "c", ok: false, code: "unavailable" },
  ];
  expect([...failuresOf(results)]).toEqual([
    ["b", "There is no such issue."],
    ["c", "unavailable"],
  ]);
});

test("taking back gives every issue the status it had", () => {
  const before = [issue("a", "unresolved"), issue("b", "ignored"), issue("c", "unresolved")];
  const ids = undoing({ status: "resolved" }, before).map(({ decision, issues }) => [
    decision,
    issues.map(({ id }) => id),
  ]);
  expect(ids).toEqual([
    [{ status: "unresolved" }, ["a", "c"]],
    [{ status: "ignored" }, ["b"]],
  ]);
  const inRelease = someIssue({ id: "d", status: "resolved", statusIn: { release: "1.4.0", after: false } });
  expect(undoing({ status: "ignored" }, [inRelease])).toEqual([
    { decision: { status: "resolved", in: "1.4.0" }, issues: [inRelease] },
  ]);
  expect(undoing({ delete: true }, before)).toEqual([]);
});
