import {
  converge,
  failure,
  issueIn,
  MINUTE,
  postTo,
  START,
  twoRegions,
} from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import { mergeIssues } from "../../triage/merge-issues.js";
import { listIssues } from "../list-issues.js";

test("what only different members of an issue have is found together, as of an issue with all their events", async () => {
  const { a, b } = twoRegions(7);
  const [one, other] = await postTo(a.ports, [
    failure(1, "e1", START - MINUTE, 1),
    failure(2, "e2", START, 2),
  ]);
  await converge(a, b);
  const issue = one ? issueIn(one) : "";
  await mergeIssues(a.ports, { project: "shop", issue, issues: [other ? issueIn(other) : ""], by: "ann" });
  const asked = { project: "shop", status: "all", sort: "lastSeen", limit: 9 } as const;
  const query = 'type:Failure1 type:Failure2 user:"user 1" user:"user 2"';
  const { issues } = await listIssues(a.ports, { ...asked, query });
  expect(issues.map(({ id }) => id)).toEqual([issue]);
});
