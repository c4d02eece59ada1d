import { expect, test } from "vitest";
import type { Issue } from "../../api/types.js";
import { someIssue } from "../issues/some-issue.js";
import { undoOf } from "./undo-of.js";

const before = someIssue({});

test("an issue is given back the status it had, and the release it was resolved in", () => {
  expect(undoOf({ status: "resolved", in: "1.4.0" }, before)).toEqual({ status: "unresolved" });
  const inRelease: Issue = { ...before, status: "resolved", statusIn: { release: "1.4.0", after: false } };
  expect(undoOf({ status: "unresolved" }, inRelease)).toEqual({ status: "resolved", in: "1.4.0" });
  const afterOne: Issue = { ...before, status: "resolved", statusIn: { release: "1.4.0", after: true } };
  expect(undoOf({ status: "unresolved" }, afterOne)).toBeUndefined();
});

test("an issue is given back the mute it had, or what is left of it", () => {
  const muted = (mute: Issue["mute"]): Issue => ({ ...before, count: 40, users: 3, mute });
  expect(undoOf({ mute: { count: 10 } }, before)).toEqual({ mute: null });
  expect(undoOf({ mute: null }, muted({ total: 100 }))).toEqual({ mute: { count: 60 } });
  expect(undoOf({ mute: null }, muted({ total: 40 }))).toEqual({ mute: null });
  expect(undoOf({ mute: null }, muted({ users: 10 }))).toEqual({ mute: { users: 7 } });
  const burst = { count: 5, window: "hour" } as const;
  expect(undoOf({ mute: null }, muted(burst))).toEqual({ mute: burst });
});

test("an issue is given back to who looked after it, by their id where they have one", () => {
  expect(undoOf({ assignee: "Ada" }, before)).toEqual({ assignee: null });
  expect(undoOf({ assignee: null }, { ...before, assignee: "Ada" })).toEqual({ assignee: "Ada" });
  const person: Issue = { ...before, assignee: "Ada", assigneeId: "per_1" };
  expect(undoOf({ assignee: "Ben" }, person)).toEqual({ assignee: "per_1" });
});
