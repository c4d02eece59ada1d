import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { circles } from "./repository/circles.js";
import { disagreements } from "./repository/declared.js";
import { offences } from "./repository/judge.js";
import { codeFiles, ROOT, readSource, type Source } from "./repository/source.js";

const names = z.record(z.string(), z.string()).optional();
const Manifest = z.object({ name: z.string(), dependencies: names, devDependencies: names });
const manifestOf = (path: string) => Manifest.parse(JSON.parse(readSource(path).text));

const root = manifestOf("package.json");
const packages = readdirSync(join(ROOT, "packages"));
const sources = codeFiles();

test("imports point one way", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(offences)).toEqual([]);
});

test.each(packages)("%s declares what it imports and imports what it declares", (name) => {
  const manifest = manifestOf(`packages/${name}/package.json`);
  const own = sources.filter(({ path }) => path.startsWith(`packages/${name}/`));
  expect(disagreements(manifest, root, own)).toEqual([]);
});

test("what lies outside the packages imports only what the root declares", () => {
  const workspaces = packages.map((name) => [`@faultline/${name}`, "*"]);
  const declared = { ...root.dependencies, ...root.devDependencies, ...Object.fromEntries(workspaces) };
  const outside = sources.filter(({ path }) => !path.startsWith("packages/"));
  expect(
    disagreements({ name: "the root" }, { name: "the root", devDependencies: declared }, outside),
  ).toEqual([]);
});

test("no files import values of each other in a circle", () => {
  expect(circles(sources)).toEqual([]);
});

describe("the rules catch what they are for", () => {
  const file = (path: string, ...lines: string[]): Source => ({ path, text: lines.join("\n") });

  test("a circle of values, and none of types", () => {
    const a = file("packages/a/src/a.ts", 'import { b } from "./b.js";');
    const b = file("packages/a/src/b.ts", 'import { c } from "./deep/c.js";');
    expect(circles([a, b, file("packages/a/src/deep/c.ts", 'import { a } from "../a.js";')])).toEqual([
      "packages/a/src/a.ts → packages/a/src/b.ts → packages/a/src/deep/c.ts → packages/a/src/a.ts",
    ]);
    expect(circles([a, b, file("packages/a/src/deep/c.ts", 'import type { A } from "../a.js";')])).toEqual(
      [],
    );
  });

  test.each([
    [
      "the domain knows no use case",
      "packages/core/src/a.ts",
      'import { ingest } from "@faultline/service/ingest/ingest";',
    ],
    [
      "not even its types",
      "packages/core/src/a.ts",
      'import type { Ports } from "@faultline/service/ports";',
    ],
    ["the domain reads no files", "packages/core/src/a.ts", 'import { readFileSync } from "node:fs";'],
    [
      "a wire knows no destination",
      "packages/protocols/src/a.ts",
      'export * from "@faultline/destinations/slack";',
    ],
    [
      "the service knows no world",
      "packages/service/src/a.ts",
      'const t = await import("@faultline/testing/memory-table");',
    ],
    ["aws and local never meet", "packages/aws/src/a.ts", 'import "@faultline/testing/memory-table";'],
    ["aws and local never meet", "packages/local/src/a.ts", 'type T = import("@faultline/aws/table").Table;'],
    ["nor in a test", "packages/aws/src/a.test.ts", 'import "@faultline/testing/memory-table";'],
    ["no way around by path", "packages/service/src/a.ts", 'import "../../core/src/event.js";'],
    ["no way around by require", "packages/local/src/a.ts", 'const x = require("@faultline/aws/table");'],
    [
      "the web imports no code",
      "packages/web/src/a.tsx",
      'import { ingest } from "@faultline/service/ingest/ingest";',
    ],
    [
      "nor keeps an empty import",
      "packages/web/src/a.tsx",
      'import { type Ports } from "@faultline/service/ports";',
    ],
    [
      "the client imports nothing",
      "packages/client/src/a.ts",
      'import type { Event } from "@faultline/core/event";',
    ],
    ["infra takes two files of aws", "infra/a.ts", 'import { world } from "../packages/aws/src/world.js";'],
    ["a stack builds on infra alone", "stacks/a.ts", 'import { TABLE } from "../packages/aws/src/keys.js";'],
    ["the AWS SDK stays in aws", "packages/service/src/a.ts", 'import "@aws-sdk/client-dynamodb";'],
    ["HTTP stays out of the domain", "packages/protocols/src/a.ts", 'import { Hono } from "hono";'],
    ["a new part is put into the table first", "packages/other/src/a.ts", 'import "@faultline/core/event";'],
  ])("%s: %s", (_why, path, line) => {
    const found = offences(file(path, "// first line", line));
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${path}:2 imports [^ ]+: .+`))]);
  });

  test.each([
    [
      "packages/service/src/a.ts",
      'import { Event } from "@faultline/core/event"; import "./b.js"; import "node:zlib";',
    ],
    ["packages/service/src/a.test.ts", 'import { memoryWorld } from "@faultline/testing/memory-world";'],
    ["packages/core/src/a.test.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/web/src/a.tsx", 'import type { Ports } from "@faultline/service/ports";'],
    ["infra/a.ts", 'import { packKey } from "../packages/aws/src/keys.js"; import { b } from "./b.js";'],
    ["sst.config.ts", 'await import("./stacks/data.js");'],
    ["test/a.ts", 'import "@faultline/local/start"; import "@faultline/aws/table";'],
  ])("%s may: %s", (path, line) => {
    expect(offences(file(path, line))).toEqual([]);
  });

  test("a package that imports what it does not declare, or declares what it does not import", () => {
    const manifest = { name: "@faultline/a", dependencies: { zod: "1", hono: "1" } };
    const own = [
      file(
        "packages/a/src/a.ts",
        'import * as z from "zod";',
        'import { open } from "lmdb";',
        'import type { T } from "vitest";',
      ),
      file("packages/a/src/a.test.ts", 'import "vitest";', 'import "yaml/parse";'),
    ];
    expect(disagreements(manifest, { name: "root", devDependencies: { vitest: "1" } }, own)).toEqual([
      "packages/a/src/a.ts:2 imports lmdb, which @faultline/a does not declare",
      "packages/a/src/a.test.ts:2 imports yaml, which @faultline/a does not declare",
      "@faultline/a declares hono, which nothing it ships imports",
    ]);
  });

  test("a computed import cannot be judged and is refused, but in tests of the whole", () => {
    const lines = ["", "await import(name);"];
    expect(offences(file("packages/core/src/a.ts", ...lines))).toEqual([
      "packages/core/src/a.ts:2 imports a computed name: nobody can tell what that is",
    ]);
    expect(offences(file("test/a.ts", ...lines))).toEqual([]);
  });
});
