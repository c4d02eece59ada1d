import { expect, test } from "vitest";
import { quotaWarning } from "../infra/quota-warning.js";

const settings = { throttling: { rate: 2000, burst: 4000 } };

test("an account that runs ten functions at once is told so before it is deployed to, and what to do", () => {
  const warning = quotaWarning("us-west-2", 10, settings);
  expect(warning).toMatch(/^us-west-2 runs 10 functions at once.* may need 54\./);
  expect(warning).toMatch(/--region us-west-2 .*--desired-value 1000$/);
});

test("one that has room for all that its API lets through is told nothing", () => {
  expect(quotaWarning("us-west-2", 54, settings)).toBeUndefined();
  expect(quotaWarning("us-west-2", 10, { throttling: { rate: 200, burst: 400 } })).toBeUndefined();
});
