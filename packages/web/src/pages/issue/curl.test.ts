import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf } from "./curl.js";

test("a request becomes a command that a shell reads as it was", () => {
  const command = curlOf({
    method: "POST",
    url: "https://shop.example/pay",
    query: "a=1&b=$(id)",
    headers: { "Content-Type": "application/json", Host: "shop.example", "X-Who": "it's `me`" },
    body: { card: "[redacted]", name: "O'Brien\n$HOME" },
  });
  const shell = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const words = execFileSync("sh", ["-c", shell], { encoding: "utf8" }).split("\0").slice(0, -1);
  expect(words).toEqual([
    "-X",
    "POST",
    "https://shop.example/pay?a=1&b=$(id)",
    "-H",
    "Content-Type: application/json",
    "-H",
    "X-Who: it's `me`",
    "--data-raw",
    '{"card":"[redacted]","name":"O\'Brien\\n$HOME"}',
  ]);
});

test("a plain address needs nothing else, and a method that is none is left out", () => {
  expect(curlOf({ url: "https://shop.example/", method: "GET; rm" })).toBe("curl 'https://shop.example/'");
});
