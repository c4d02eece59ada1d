import type { Report } from "@faultline/core/report";

/** A report that says no more than that something was reported, with what came kept as it is. */
export const unknownReport = (raw: unknown): Report => ({
  level: "error",
  type: "_",
  message: "An error report in an unknown form",
  exceptions: [],
  raw,
});

/** What to call a thrown object that is no error: two with the same keys are the same failure. */
export const describeKeys = (thrown: Readonly<Record<string, unknown>>): string =>
  `Object captured as exception with keys: ${Object.keys(thrown).sort().slice(0, 20).join(", ")}`;
