import { expect, test } from "vitest";
import { place } from "./grouping/v1/in-app.js";
import { base32, digest, unbase32 } from "./hash.js";
import {
  clientEventId,
  issueId,
  keyedEventId,
  packBytes,
  packFromBytes,
  packName,
  projectNumber,
  userDigest,
} from "./id.js";
import { projectName } from "./project.js";
import { effectiveStatus } from "./status.js";
import { clientTime, parseTime } from "./time.js";
import { bucketStart, zeroFill } from "./timeline.js";
import { title } from "./title.js";

test("the same events make the same pack, in any order; other events another", () => {
  const [a, b] = [{ id: "a" }, { id: "b" }];
  expect(packName("shop", [a, b])).toBe(packName("shop", [b, a]));
  expect(packName("shop", [a, b])).not.toBe(packName("shop", [{ id: "ab" }]));
  expect(packName("shop", [a])).not.toBe(packName("other", [a]));
  expect(packName("shop", [a])).not.toBe(packName("shop", [{ ...a, timestamp: 1 }]));
  const name = packName("shop", [a]);
  expect(packFromBytes(packBytes(name))).toBe(name);
  expect(name).toMatch(/^[0-9a-z]{26}$/);
});

test("a digest tells apart where one part ends and the next begins", () => {
  expect(base32(digest("ab", "c"))).not.toBe(base32(digest("a", "bc")));
  const bytes = digest("x");
  expect(unbase32(base32(bytes))).toEqual(bytes);
});

test("ids are equal wherever they are made", () => {
  expect(issueId("shop", "v1:E")).toBe(issueId("shop", "v1:E"));
  expect(keyedEventId("shop", "key", 0)).not.toBe(keyedEventId("shop", "key", 1));
  expect(clientEventId("550e8400-e29b-41d4-a716-446655440000")).toBe("550e8400-e29b-41d4-a716-446655440000");
  expect(clientEventId("x".repeat(65))).toMatch(/^evt_/);
  expect(projectNumber("shop")).toMatch(/^[1-9]\d{14}$/);
  expect(userDigest({ id: "1" })).toEqual(userDigest({ id: "1", name: "Ada" }));
  expect(userDigest({})).toBeUndefined();
});

test("a file is placed alike whoever reports it", () => {
  expect(place("/srv/shop/app/cart.js", ["/srv/shop"])).toMatchObject({ file: "app/cart.js", inApp: true });
  expect(place("[PROJECT_ROOT]/app/cart.js")).toMatchObject({ file: "app/cart.js", inApp: true });
  expect(place("file:///srv/shop/app/cart.js", ["/srv/shop/"])).toMatchObject({
    file: "app/cart.js",
    inApp: true,
  });
  expect(place("C:\\shop\\app\\cart.js", ["C:\\shop"])).toMatchObject({ file: "app\\cart.js", inApp: true });
  expect(place("/srv/shopping/cart.js", ["/srv/shop"]).file).toBe("/srv/shopping/cart.js");
  expect(place("webpack:///./src/cart.ts?1a2b")).toMatchObject({ file: "src/cart.ts", inApp: true });
  for (const foreign of [
    "/srv/app/node_modules/express/lib/router.js",
    "node:internal/process/task_queues",
    "/var/www/vendor/symfony/Kernel.php",
    "/usr/lib/python3.11/json/decoder.py",
    "/app/.venv/lib/python3.11/site-packages/x.py",
    "/go/pkg/mod/github.com/x/y.go",
    "<anonymous>",
    "",
  ]) {
    expect(place(foreign).inApp, foreign).toBe(false);
  }
});

test("a resolved issue is unresolved again once something happens after it, and not by what happened before", () => {
  const resolved = { status: "resolved", at: 100 } as const;
  expect(effectiveStatus(resolved, 100)).toEqual({ status: "resolved", regressed: false });
  expect(effectiveStatus(resolved, 101)).toEqual({ status: "unresolved", regressed: true });
  expect(effectiveStatus({ status: "ignored", at: 100 }, 101)).toEqual({
    status: "ignored",
    regressed: false,
  });
  expect(effectiveStatus(undefined, 101)).toEqual({ status: "unresolved", regressed: false });
});

test("times are read whole, and what no clock shows is none", () => {
  expect(parseTime("2026-11-24T12:00:00+09:00")).toBe(Date.UTC(2026, 10, 24, 3));
  expect(parseTime("2026-11-24T12:00:00.123456Z")).toBe(Date.UTC(2026, 10, 24, 12, 0, 0, 123));
  expect(parseTime("2026-11-24T12:00:00-0330")).toBe(Date.UTC(2026, 10, 24, 15, 30));
  expect(parseTime("24 Nov 2026")).toBeUndefined();
  expect(parseTime("2026-13-45T99:00:00Z")).toBeUndefined();
  for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1e18])
    expect(clientTime(nonsense)).toBeUndefined();
});

test("a timeline has a point for every bucket", () => {
  const from = bucketStart(Date.UTC(2026, 0, 1, 10, 30), "hour");
  const points = zeroFill([{ at: from, count: 3, regions: { a: 3 } }], from, from + 2 * 3_600_000, "hour");
  expect(points.map(({ count }) => count)).toEqual([3, 0, 0]);
});

test("a title is one line that says something", () => {
  expect(title("TypeError", "a\nb")).toBe("TypeError: a");
  expect(title("_", "only a message")).toBe("only a message");
  expect(title("", "")).toBe("(no message)");
  expect(title("E", "x".repeat(999)).length).toBe(300);
});

test.each(["", "a/b", "a b", "a\tb", "x".repeat(257), "é".repeat(129)])("%j is no project's name", (name) => {
  expect(() => projectName(name)).toThrow("project name");
});

test.each(["shop", "shop.example.jp", "店舗", "a#b", "x".repeat(256)])("%j is one", (name) => {
  expect(projectName(name)).toBe(name);
});
