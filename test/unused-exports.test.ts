import { expect, test } from "vitest";
import { codeFiles } from "./repository/source.js";
import { unusedExports } from "./repository/unused-exports.js";

/** Files that something else than an import asks for: a program's configuration, Lambda, whoever installs the client. */
const ENTRIES = [
  /(^|\/)(sst|vite|vitest)\.config\.ts$/,
  /^test\/report-left-out\.ts$/,
  /^packages\/functions\/src\/[^/]+\.ts$/,
  /^packages\/client\/src\/(node|browser)\.ts$/,
];

test("what a file exports, another one imports", () => {
  expect(unusedExports(codeFiles(), ENTRIES)).toEqual([]);
});

test("an export is found when nobody imports it, and not when somebody does, in whatever way", () => {
  const file = (path: string, ...lines: string[]) => ({ path, text: lines.join("\n") });
  const sources = [
    file(
      "packages/a/src/a.ts",
      "export const used = 1;",
      "export const idle = used;",
      "export type Idle = 1;",
    ),
    file("packages/a/src/page.tsx", "export function Page() {}", "export function Other() {}"),
    file("packages/a/src/all.ts", "export type One = 1;", "export type Two = 2;"),
    file("packages/a/src/passed.ts", "export const passed = 1;"),
    file(
      "packages/b/src/b.ts",
      'import { used as mine } from "@faultline/a/a";',
      'import type * as All from "@faultline/a/all";',
      'export { passed } from "../../a/src/passed.js";',
      'void import("../../a/src/page.js").then(({ Page }) => Page);',
      "export type T = All.One;",
    ),
  ];
  expect(unusedExports(sources, [/never/])).toEqual([
    "packages/a/src/a.ts:2 exports idle, which nobody imports",
    "packages/a/src/a.ts:3 exports Idle, which nobody imports",
    "packages/a/src/page.tsx:2 exports Other, which nobody imports",
    "packages/a/src/all.ts:2 exports Two, which nobody imports",
    "packages/b/src/b.ts:3 exports passed, which nobody imports",
    "packages/b/src/b.ts:5 exports T, which nobody imports",
  ]);
});
