import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { inRandomOrder } from "./repeat/order.js";
import { resultsIn } from "./repeat/suite.js";
import { report } from "./repeat/table.js";
import { ROOT } from "./repository/source.js";

const ways = [
  { name: "two", title: "two cores" },
  { name: "one", title: "one core" },
];

test("the table has a row for each run, a column for each way, and names what failed and where", () => {
  const good = { passed: 12, failed: [], seconds: 125.6 };
  const bad = { passed: 11, failed: ["a.test.ts > counts"], seconds: 59.6 };
  const runs = [
    { way: "two", number: 1, result: good },
    { way: "one", number: 1, result: bad },
    { way: "two", number: 2, result: good },
  ];
  expect(report(ways, runs)).toBe(`| run | two cores | one core |
| --: | --- | --- |
| 1 | 0 of 12, 2:06 | 1 of 12, 1:00 |
| 2 | 0 of 12, 2:06 |  |

Failed:
- a.test.ts > counts: one 1
`);
  expect(report(ways, runs.slice(0, 1))).toContain("Nothing failed.");
});

test("a test that failed is named with its file, and so is a file that could not be read", () => {
  const json = JSON.stringify({
    testResults: [
      {
        name: `${ROOT}/packages/a.test.ts`,
        status: "failed",
        assertionResults: [
          { fullName: "it counts", status: "passed" },
          { fullName: "it adds", status: "failed" },
          { fullName: "left out", status: "skipped" },
        ],
      },
      { name: `${ROOT}/test/b.test.ts`, status: "failed", assertionResults: [] },
    ],
  });
  expect(resultsIn(json)).toEqual({ passed: 1, failed: ["packages/a.test.ts > it adds", "test/b.test.ts"] });
});

test("a random order has everything once, and its seed repeats it", () => {
  const all = Array.from({ length: 50 }, (_, place) => place);
  const order = inRandomOrder(all, seeded(7));
  expect(order).not.toEqual(all);
  expect([...order].sort((a, b) => a - b)).toEqual(all);
  expect(inRandomOrder(all, seeded(7))).toEqual(order);
});
