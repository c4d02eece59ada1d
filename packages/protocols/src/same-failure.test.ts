import { readFileSync } from "node:fs";
import { fingerprint } from "@faultline/core/grouping/mechanisms";
import { Report } from "@faultline/core/report";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { FAILURES } from "./same-failures.js";

const root = new URL("../fixtures/", import.meta.url);

/** The fingerprint a captured request's first report has by its code, whatever its client wished. */
function computed(name: string): string {
  const text = readFileSync(new URL(`${name}.report.json`, root), "utf8");
  const [report] = z.array(Report).min(1).parse(JSON.parse(text));
  if (!report) throw new Error(`${name} has no report`);
  return fingerprint({ ...report, fingerprint: undefined }, "frames");
}

describe("one failure is one issue, whichever SDK reports it", () => {
  test.each(FAILURES)("%s", (_what, names) => {
    const [first = "", ...others] = names;
    expect(Object.fromEntries(others.map((name) => [name, computed(name)]))).toEqual(
      Object.fromEntries(others.map((name) => [name, computed(first)])),
    );
  });
});
