import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localSettings } from "./settings.js";

const KEY = "0123456789abcdef0123";
const settings = (given: NodeJS.ProcessEnv) =>
  localSettings({ FAULTLINE_DATA: mkdtempSync(join(tmpdir(), "faultline-")), ...given });

test.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://127.0.0.1:3000"],
  ["::", "http://127.0.0.1:3000"],
  ["::1", "http://[::1]:3000"],
  ["errors.example", "http://errors.example:3000"],
])("listening on %s, people reach it at %s", (FAULTLINE_HOST, publicUrl) => {
  expect(settings({ FAULTLINE_HOST }).publicUrl).toBe(publicUrl);
});

test("a public address may have a path, and loses its last slash", () => {
  expect(settings({ FAULTLINE_PUBLIC_URL: "https://example.com/errors/" }).publicUrl).toBe(
    "https://example.com/errors",
  );
});

test.each([
  ["FAULTLINE_PUBLIC_URL", "https://me:secret@errors.example.com"],
  ["FAULTLINE_PUBLIC_URL", "https://errors.example.com/?team=1"],
  ["FAULTLINE_PUBLIC_URL", "https://errors.example.com/#top"],
  ["FAULTLINE_MASTER_KEY", ` ${KEY}`],
  ["FAULTLINE_MASTER_KEY", `${KEY} `],
  ["FAULTLINE_MASTER_KEY", `${KEY}\n`],
  ["FAULTLINE_MASTER_KEY", "ü".repeat(20)],
  ["FAULTLINE_CLIENT_KEY", `${KEY},${"é".repeat(20)}`],
  ["FAULTLINE_SMTP_URL", "smtp://"],
])("what cannot work is refused at the start: %s=%s", (name, value) => {
  expect(() => settings({ [name]: value })).toThrow(name);
});

test("a key of several words is one", () => {
  const FAULTLINE_MASTER_KEY = "a master key in words";
  expect(settings({ FAULTLINE_MASTER_KEY }).masterKey).toBe(FAULTLINE_MASTER_KEY);
});

test("the key that reads everything is no client key, which stands in web pages", () => {
  const given = { FAULTLINE_MASTER_KEY: KEY, FAULTLINE_CLIENT_KEY: `another-${KEY}, ${KEY}` };
  expect(() => settings(given)).toThrow("FAULTLINE_CLIENT_KEY");
  expect(settings({ ...given, FAULTLINE_CLIENT_KEY: `another-${KEY}` }).clientKeys).toHaveLength(1);
});

test("nor when the client key was made here, and is given as the master key later", () => {
  const FAULTLINE_DATA = mkdtempSync(join(tmpdir(), "faultline-"));
  const [made] = localSettings({ FAULTLINE_DATA }).clientKeys;
  expect(() => localSettings({ FAULTLINE_DATA, FAULTLINE_MASTER_KEY: made })).toThrow("FAULTLINE_CLIENT_KEY");
});
