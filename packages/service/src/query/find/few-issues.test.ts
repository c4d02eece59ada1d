import { issueId } from "@faultline/core/id";
import type { Issue } from "@faultline/core/issue";
import { expect, test } from "vitest";
import { readCursor } from "../cursor.js";
import { FEW_MAX, FewPosition, fewIssues } from "./few-issues.js";

const issueOf = (id: string): Issue => ({
  id,
  project: "shop",
  title: "Failure",
  type: "Failure",
  message: "",
  culprit: "",
  level: "error",
  status: "unresolved",
  regressed: false,
  count: 1,
  users: 0,
  firstSeen: 0,
  lastSeen: 0,
  tags: {},
  fingerprint: "",
});

/** The ids that a listing shows, page after page. */
function shownIn(issues: readonly Issue[]): string[] {
  const shown: string[] = [];
  let position: Parameters<typeof fewIssues>[2] = { seen: 0, marks: "" };
  for (;;) {
    const page = fewIssues(issues, { limit: 50 }, position);
    shown.push(...page.issues.map(({ id }) => id));
    if (page.cursor === undefined) return shown;
    position = readCursor(FewPosition, page.cursor);
  }
}

test("all pages together show every issue once, whatever their ids", () => {
  for (let list = 0; list < 60; list++) {
    const ids = Array.from({ length: FEW_MAX }, (_, place) => issueId("shop", `v2:${list}.${place}`));
    expect(shownIn(ids.map(issueOf)), `list ${list}`).toEqual(ids);
  }
});
