import { expect, test } from "vitest";
import { withWholePath } from "./whole-path.js";

const pathOf = (rawPath: string): string => withWholePath({ rawPath }).rawPath;

test.each([
  "total is not a function",
  "100% of 5/7 failed #3",
  "%2F is not a slash",
  "日本語 ☕ / ascii",
  "a/occurrences/of what",
  "ends in a slash/",
])("an error named by the message %s is found behind an HTTP API", (message) => {
  for (const rest of ["", "/occurrences", "/occurrences/9007197459"]) {
    const path = pathOf(`/v0/projects/my shop/errors/${message}${rest}`);
    const url = new URL(`https://errors.example.com${path}`);
    expect(url.search + url.hash).toBe("");
    const parts = url.pathname.split("/").map(decodeURIComponent);
    expect(parts.slice(0, 6)).toEqual(["", "v0", "projects", "my shop", "errors", message]);
    expect(parts.slice(6).join("/")).toBe(rest.slice(1));
  }
});

test("other paths stay as they were sent", () => {
  for (const path of ["/", "/health", "/v1/projects/a.b/issues/iss_1/occurrences", "/api/7/envelope/"])
    expect(pathOf(path)).toBe(path);
  expect(pathOf("/v1/projects/日本/issues")).toBe(`/v1/projects/${encodeURIComponent("日本")}/issues`);
});
