import { readdirSync, readFileSync } from "node:fs";
import { explainBy } from "@faultline/core/grouping/mechanisms";
import { Report } from "@faultline/core/report";
import { expect, test } from "vitest";
import * as z from "zod";
import { protocols } from "./all.js";

const root = new URL("../fixtures/", import.meta.url);
const Reports = z.array(Report);

/** What the first mechanism makes of the reports beside each captured request. */
function valuesOfToday(): Record<string, (string | undefined)[]> {
  const names = protocols.flatMap(({ name }) =>
    readdirSync(new URL(`${name}/`, root))
      .filter((file) => file.endsWith(".report.json"))
      .map((file) => `${name}/${file}`),
  );
  return Object.fromEntries(
    names.map((name) => {
      const reports = Reports.parse(JSON.parse(readFileSync(new URL(name, root), "utf8")));
      const values = reports.map((report) => explainBy("v1", report, "frames")?.value);
      return [name.replace(".report.json", ""), values];
    }),
  );
}

test("the first mechanism's values never change: issues of stored data go by them", () => {
  const text = readFileSync(new URL("v1-values.json", root), "utf8");
  const frozen = z.record(z.string(), z.array(z.string())).parse(JSON.parse(text));
  const today = valuesOfToday();
  for (const [name, values] of Object.entries(frozen)) expect(today[name], name).toEqual(values);
});
