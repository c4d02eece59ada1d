import type { Issue } from "../../api/types.js";

const PLAIN: Issue = {
  id: "iss_1",
  project: "shop",
  title: "",
  type: "",
  message: "",
  culprit: "",
  level: "error",
  status: "unresolved",
  regressed: false,
  assignee: null,
  shortId: "SHOP-7K2D",
  count: 1,
  users: 0,
  firstSeen: "",
  lastSeen: "",
  release: null,
  environments: [],
  environmentCounts: {},
  tags: {},
  fingerprint: "",
};

/** An issue for tests, plain but for what is told of it. */
export const someIssue = (told: Partial<Issue>): Issue => ({ ...PLAIN, ...told });
