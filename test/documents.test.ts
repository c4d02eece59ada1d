import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { decisionOf, gaps, numbersIn } from "./repository/decisions.js";
import { codeFiles, filesEnding, ROOT, readSource } from "./repository/source.js";

const DECISIONS = "docs/decisions";

const pages = [...filesEnding(/\.md$/), ...filesEnding(/\.md$/, ".github")];
const text = (path: string): string => readSource(path).text;

/** Where a page's relative links lead, as paths from the root. */
const linksOf = (path: string): string[] =>
  [
    ...text(path)
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)/g),
  ].map(([, to]) => join(path, "..", to ?? ""));

test("every relative link in a page leads to a file", () => {
  const broken = pages.flatMap((path) =>
    linksOf(path)
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${path} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test("docs/README.md leads to every page", () => {
  const links = linksOf("docs/README.md");
  const inFolders = filesEnding(/^docs\/[^/]+\/README\.md$/, "docs");
  const expected = [...filesEnding(/^docs\/[^/]+\.md$/, "docs"), ...inFolders].filter(
    (path) => path !== "docs/README.md",
  );
  expect(expected.length).toBeGreaterThan(5);
  expect(expected.filter((path) => !links.includes(path))).toEqual([]);
});

test("every file and folder a page names in its text is there", () => {
  const isOurs = /^(packages|test|bench|infra|stacks|docs)(\/[\w.-]+)+\/?$/;
  // What a build makes is not there in a fresh clone.
  const isBuilt = /\/dist\/?$/;
  const named = pages.flatMap((path) =>
    [...text(path).matchAll(/`([^`\n]+)`/g)]
      .flatMap(([, name]) => (name && isOurs.test(name) && !isBuilt.test(name) ? [name] : []))
      .map((name) => ({ path, name })),
  );
  expect(named.filter(({ path }) => path === "docs/event-path.md").length).toBeGreaterThan(30);
  expect(named.filter(({ name }) => !existsSync(join(ROOT, name)))).toEqual([]);
});

test("every file that a comment names is there", () => {
  const known = new Set(filesEnding(/\.(ts|tsx)$/).map((path) => basename(path)));
  const named = codeFiles().flatMap(({ path, text: code }) =>
    [...code.matchAll(/^\s*(?:\*|\/\/|\/\*\*).*$/gm)].flatMap(([line]) =>
      [...line.matchAll(/`(?:[\w-]+\/)*([\w-]{2,}(?:\.test)?\.tsx?)`/g)].map(([, name = ""]) => ({
        path,
        name,
      })),
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
});

test("every package has its row in docs/architecture.md and its line in the README", () => {
  const packages = readdirSync(join(ROOT, "packages"));
  const row = (name: string): boolean => text("docs/architecture.md").includes(`| \`packages/${name}\` `);
  const line = (name: string): boolean => new RegExp(`^  ${name}/ +\\S`, "m").test(text("README.md"));
  expect(packages.filter((name) => !row(name) || !line(name))).toEqual([]);
});

const decisions = filesEnding(/\/\d{4}-[^/]+\.md$/, DECISIONS).map((path) => decisionOf(path, text(path)));
const index = text(`${DECISIONS}/README.md`);

test("every decision has its number, a status and a date at its top, and a line with the same in the index", () => {
  const rows = [...index.matchAll(/^- \d+ · .*$/gm)].map(([row]) => row);
  expect(rows).toEqual(
    decisions.map(
      ({ path, number, title, status, date }) =>
        `- ${number} · [${title}](${basename(path)}) · ${status} · ${date}`,
    ),
  );
});

test("a number without a decision is named in the index as not used", () => {
  const named = numbersIn(/^Not used: (.+)\.$/m.exec(index)?.[1] ?? "");
  expect(gaps(decisions.map(({ number }) => number)).filter((number) => !named.includes(number))).toEqual([]);
});

test("a gap is found, and a range of numbers is read", () => {
  expect(gaps([1, 2, 5, 6, 8])).toEqual([3, 4, 7]);
  expect(numbersIn("3–5, 9")).toEqual([3, 4, 5, 9]);
});
