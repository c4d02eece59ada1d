import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { filesEnding, ROOT, readSource } from "./repository/source.js";

const names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  scripts: names,
  dependencies: names,
  devDependencies: names,
  engines: z.object({ node: z.string() }).optional(),
});
const manifestOf = (path: string) => Manifest.parse(JSON.parse(readSource(path).text));
const root = manifestOf("package.json");

const commanding = [
  ...filesEnding(/\.md$/),
  ...filesEnding(/\.(md|yml)$/, ".github"),
  ...filesEnding(/^/, ".ci"),
  ...filesEnding(/^/, ".githooks"),
];
const workflows = filesEnding(/\.yml$/, ".github/workflows");

test("every `npm run` command that a page, a workflow or a hook names is there", () => {
  const missing = commanding.flatMap((path) =>
    [...readSource(path).text.matchAll(/npm run ([a-z:-]+)/g)]
      .filter(([, name]) => !Object.hasOwn(root.scripts, name ?? ""))
      .map(([command]) => `${path} names ${command}`),
  );
  expect(missing).toEqual([]);
});

test("every file of ours that a workflow names is there", () => {
  const named = workflows.flatMap((path) =>
    [...readSource(path).text.matchAll(/(?:packages|test|docs)\/[\w./-]+|\.ci\/\w+|\.nvmrc/g)].map(
      ([file]) => file,
    ),
  );
  expect(named).toContain(".ci/run");
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test("an action is pinned to a commit, with its version beside it", () => {
  const uses = workflows.flatMap((path) =>
    [...readSource(path).text.matchAll(/uses: (.+)/g)].map(([, use]) => use),
  );
  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((use) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v[\d.]+$/.test(use ?? ""))).toEqual([]);
});

test("a workflow may read the repository, and only publishing may prove who it is", () => {
  for (const path of workflows) {
    const granted = [...readSource(path).text.matchAll(/^ +([a-z-]+): write$/gm)].map(([, scope]) => scope);
    expect(granted, path).toEqual(path.endsWith("publish-client.yml") ? ["id-token"] : []);
    expect(readSource(path).text, path).toMatch(/^permissions:\n {2}contents: read$/m);
  }
});

test("the Node of .nvmrc is the oldest that is supported", () => {
  expect(root.engines?.node).toBe(`>=${readSource(".nvmrc").text.trim()}`);
});

test("every group of updates holds a package that is used", () => {
  const Renovate = z.object({ packageRules: z.array(z.object({ matchPackageNames: z.array(z.string()) })) });
  const { packageRules } = Renovate.parse(JSON.parse(readSource("renovate.json").text));
  const used = filesEnding(/(^|\/)package\.json$/).flatMap((path) => {
    const { dependencies, devDependencies } = manifestOf(path);
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const isUsed = (pattern: string): boolean =>
    used.some(
      (name) => name === pattern || (pattern.endsWith("/**") && name.startsWith(pattern.slice(0, -2))),
    );
  const patterns = packageRules.flatMap(({ matchPackageNames }) => matchPackageNames);
  expect(patterns.filter((pattern) => pattern !== "node" && !isUsed(pattern))).toEqual([]);
});
