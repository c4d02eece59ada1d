import { converge, failure, postTo, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import { listIssues } from "../list-issues.js";
import { valuesAmong } from "./values-of.js";

const { a, b } = twoRegions(7);

test.each([
  ["release:1.4.0", ["shop@1.4.0", "1.4.0"]],
  ["release:1.4*", ["shop@1.4.0", "1.4.0", "@acme/shop@1.4.1-RC"]],
  ["release:1.4.1-rc", ["@acme/shop@1.4.1-RC"]],
  ["release:acme/shop@1.4.1-rc", ["@acme/shop@1.4.1-RC"]],
  ["release:shop@1.4.0", ["shop@1.4.0"]],
  ["release:4.0", []],
  ["-release:1.4.0", ["@acme/shop@1.4.1-RC"]],
] as const)(
  "%s finds issues of any release that is called so, or ends so behind an @",
  async (query, releases) => {
    const all = ["shop@1.4.0", "1.4.0", "@acme/shop@1.4.1-RC"];
    await postTo(
      a.ports,
      all.map((release, place) => ({ ...failure(place, `e${place}`, START, place), release })),
    );
    await converge(a, b);
    for (const { ports } of [a, b]) {
      const { issues } = await listIssues(ports, {
        project: "shop",
        status: "all",
        sort: "lastSeen",
        limit: 9,
        query,
      });
      expect(issues.map(({ release }) => release).sort()).toEqual(releases.toSorted());
    }
  },
);

test("a release is completed by how its version begins, too", async () => {
  const completed = (prefix: string) => valuesAmong(a.ports, ["shop"], "release", prefix);
  expect(await completed("1.4.0")).toEqual(["1.4.0", "shop@1.4.0"]);
  expect(await completed("shop")).toEqual(["shop@1.4.0"]);
  expect(await completed("2")).toEqual([]);
});
