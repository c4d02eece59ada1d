import { expect, test } from "vitest";
import { pathOf, queryOf } from "./request-url.js";

test.each([
  "http://localhost/",
  "http://localhost",
  "http://localhost?a=1",
  "https://errors.example.com:8443/api/1/envelope/?sentry_key=abc&sentry_version=7",
  "http://[::1]:80/a//b/?q=%2F&q=+x#part?no=1",
  "http://u:p@h/a/../b/%2e/c?x",
  "http://h/a#b/c",
  "http://h/日本?語=本",
])("the path and query of %s are what URL says", (address) => {
  // As a request has it.
  const { url } = new Request(address.replace("u:p@", ""));
  expect(pathOf(url)).toBe(new URL(url).pathname);
  expect(queryOf(url).toString()).toBe(new URL(url).searchParams.toString());
});
