import { expect, test } from "vitest";
import { browserName } from "./browser-name.js";

const WEBKIT = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128"],
  [`${WEBKIT} Chrome/126.0.0.0 Safari/537.36`, "Chrome 126"],
  [`${WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68`, "Edge 126"],
  [`${WEBKIT} Version/17.5 Safari/605.1.15`, "Safari 17"],
  [`${WEBKIT} Version/17.5 Mobile/15E148 Safari/604.1`, "Safari 17"],
  [`${WEBKIT} Version/18.1 Mobile Safari/604.1`, "Safari 18"],
  ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot"],
  ["curl/8.5.0", "curl 8"],
  ["okhttp/4.12.0", "okhttp"],
])("%s is %s", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});

test("no user agent, no browser", () => {
  expect(browserName(undefined)).toBeUndefined();
  expect(browserName("")).toBeUndefined();
});
