import { expect, test } from "vitest";
import { codeFiles, isTest, type Source } from "./repository/source.js";

/** Where a region is put together, and where its routes are: what they hand on says which ports it touches. */
const COMPOSITION = [
  /^packages\/(testing|simulation)\//,
  /^packages\/aws\/src\/world\.ts$/,
  /^packages\/local\/src\/rebuild\.ts$/,
  /^packages\/service\/src\/http\/(app|receive|v0|v0-errors|v1|v1-[a-z-]+)\.ts$/,
  /^packages\/service\/src\/http\/(artifact-uploads|occurrence-link|sentry-releases)\.ts$/,
  /^packages\/service\/src\/regions\/sweep\.ts$/,
];

/** As a type of its own: `Pick<Ports, …>` and `Ports["log"]` say what they mean of it. */
const WHOLE = /(?::\s*|\bInTime<)Ports\b(?!\s*\[)/g;

const isComposition = (path: string): boolean => COMPOSITION.some((one) => one.test(path));

/** `file:line` of each. */
const wholePorts = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) =>
    [...text.matchAll(WHOLE)].map(({ index }) => `${path}:${text.slice(0, index).split("\n").length}`),
  );

const packages = codeFiles().filter(({ path }) => path.startsWith("packages/") && !isTest(path));

test("a signature says which ports it touches; all of them stand only where a region is put together", () => {
  expect(wholePorts(packages.filter(({ path }) => !isComposition(path)))).toEqual([]);
});

test("a route is handed all ports once, and what it calls is handed some", () => {
  const routes = packages.filter(({ path }) => path.startsWith("packages/service/src/http/"));
  for (const { path, text } of routes)
    expect(wholePorts([{ path, text }]).length, path).toBeLessThanOrEqual(
      path.endsWith("receive.ts") ? 3 : 1,
    );
});

test("all ports are found as a parameter's type, a field's and a request's, and some of them are not", () => {
  const text = [
    "function a(ports: Ports) {}",
    'function b(ports: Pick<Ports, "log">, log: Ports["log"]) {}',
    "interface C { readonly ports: InTime<Ports>; }",
  ].join("\n");
  expect(wholePorts([{ path: "a.ts", text }])).toEqual(["a.ts:1", "a.ts:3"]);
});
