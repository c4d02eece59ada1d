import { describe, expect, test } from "vitest";
import { compareReleases, newestRelease, reopensIn } from "./release-order.js";

const began = (times: Record<string, number>) => (release: string) => times[release];
const never = () => undefined;

describe("releases are in order", () => {
  test.each([
    ["1.9.0", "1.10.0"],
    ["v1.2.3", "1.2.4"],
    ["2.0.0-beta.2", "2.0.0-beta.11"],
    ["2.0.0-rc.1", "2.0.0"],
    ["shop@1.0.0", "shop@1.0.1"],
    ["@acme/shop@1.0.0", "@acme/shop@2.0.0"],
  ])("by their versions: %s before %s, whenever they were seen", (older, newer) => {
    const misleading = began({ [older]: 2, [newer]: 1 });
    expect(compareReleases(older, newer, misleading)).toBeLessThan(0);
    expect(compareReleases(newer, older, misleading)).toBeGreaterThan(0);
  });

  test.each([
    ["9fceb02", "e83c516"],
    ["shop@2.0.0", "api@1.0.0"],
    ["2026.11", "1.0.0"],
  ])("by when they began where versions do not compare: %s before %s", (older, newer) => {
    expect(compareReleases(older, newer, began({ [older]: 1, [newer]: 2 }))).toBeLessThan(0);
    expect(compareReleases(older, newer, began({ [older]: 2, [newer]: 1 }))).toBeGreaterThan(0);
  });

  test("one that nobody has heard of comes last", () => {
    expect(compareReleases("abc", "def", began({ abc: 1 }))).toBeLessThan(0);
  });
});

describe("resolved in a release", () => {
  test("an event of an older one does not reopen, one of it or a newer one does", () => {
    const resolved = { release: "1.4.0" };
    const of = (release: string) => reopensIn(resolved, release, never);
    expect(["1.3.9", "1.4.0-rc.1", "1.4.0", "1.4.1"].filter(of)).toEqual(["1.4.0", "1.4.1"]);
  });

  test("in the next one, that release still fails and the one after it must not", () => {
    const resolved = { release: "1.4.0", after: true } as const;
    const of = (release: string) => reopensIn(resolved, release, never);
    expect(["1.3.9", "1.4.0", "1.4.1"].filter(of)).toEqual(["1.4.1"]);
  });

  test("an event without a release may be of any, so its time alone decides", () => {
    expect(reopensIn({ release: "1.4.0" }, undefined, never)).toBe(true);
    expect(reopensIn({ release: "1.4.0" }, "", never)).toBe(true);
  });

  test("one that nobody has heard of yet reopens by no event of those that are there", () => {
    expect(reopensIn({ release: "next-week" }, "abc", began({ abc: 1 }))).toBe(false);
    expect(reopensIn({ release: "next-week" }, "abc", began({ abc: 2, "next-week": 1 }))).toBe(true);
  });

  test("a version alone that nobody told of stands for that of the package", () => {
    const of = (resolved: string) => (release: string) =>
      reopensIn(
        { release: resolved },
        release,
        began({ "shop@1.3.9": 1, "shop@1.4.0": 2, "shop@1.10.0": 3 }),
      );
    const releases = ["shop@1.3.9", "shop@1.4.0-rc.1", "shop@1.4.0", "shop@1.10.0"];
    expect(releases.filter(of("1.4.0"))).toEqual(["shop@1.4.0", "shop@1.10.0"]);
    expect(["1.3.9", "1.4.0", "1.10.0"].filter(of("shop@1.4.0-none"))).toEqual(["1.4.0", "1.10.0"]);
    const next = { release: "1.4.0", after: true } as const;
    expect(releases.filter((one) => reopensIn(next, one, never))).toEqual(["shop@1.10.0"]);
  });

  test("a version alone that somebody told of has its own place in time", () => {
    const order = began({ "web@2.0.0": 1, "1.4.0": 2, "web@1.0.0": 3 });
    expect(reopensIn({ release: "1.4.0" }, "web@2.0.0", order)).toBe(false);
    expect(reopensIn({ release: "1.4.0" }, "web@1.0.0", order)).toBe(true);
  });

  test("an event of a release whose place is not known yet waits until it is", () => {
    expect(reopensIn({ release: "abc" }, "def", began({ abc: 1 }))).toBe(false);
  });

  test("when it began is kept with the decision, for as long as that lasts", () => {
    expect(reopensIn({ release: "abc", began: 1 }, "def", began({ def: 2 }))).toBe(true);
  });
});

test("the newest release is the one that began last, or of its package the highest version", () => {
  expect(newestRelease([], never)).toBeUndefined();
  expect(newestRelease(["abc", "def"], began({ abc: 2, def: 1 }))).toBe("abc");
  const hotfix = began({ "2.0.0": 1, "1.9.1": 2 });
  expect(newestRelease(["1.9.1", "2.0.0"], hotfix)).toBe("2.0.0");
});
