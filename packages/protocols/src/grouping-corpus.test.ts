import { readdirSync, readFileSync } from "node:fs";
import { explainBy } from "@faultline/core/grouping/mechanisms";
import { limit } from "@faultline/core/limit";
import { Report } from "@faultline/core/report";
import { expect, test } from "vitest";
import * as z from "zod";
import { protocols } from "./all.js";
import { FAILURES } from "./same-failures.js";

await Promise.all(protocols.map(({ load }) => load?.()));

// Pairs of reports that are one failure, or two: requests as real SDKs sent them, and such as public reports about other
// trackers tell of. Within a case what stands together is one issue, and what stands apart is not.

const Request = z.object({
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  bodyBase64: z.string().optional(),
  /** Base names of the files whose calls are the team's own, where that was looked at. */
  own: z.array(z.string()).optional(),
});
type Request = z.infer<typeof Request>;
const Corpus = z.object({
  language: z.string(),
  cases: z.array(z.object({ name: z.string(), issues: z.array(z.array(Request)) })),
});

const folder = new URL("../grouping/", import.meta.url);
const fixtures = new URL("../fixtures/", import.meta.url);

function reportsOf({ path, headers, body, bodyBase64 }: Request): readonly Report[] {
  const url = new URL(`http://faultline.test${path}`);
  const asked = url.pathname.replace(/(.)\/+$/, "$1");
  const isAt = (pattern: string): RegExpExecArray | null =>
    new RegExp(`^${pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`).exec(asked);
  const protocol = protocols.find(({ paths }) => paths.some((pattern) => isAt(pattern)));
  if (!protocol) throw new Error(`no protocol is at ${asked}`);
  const params = protocol.paths.map(isAt).find((match) => match !== null)?.groups ?? {};
  const bytes = bodyBase64 === undefined ? Buffer.from(body ?? "") : Buffer.from(bodyBase64, "base64");
  return protocol.parse({
    path: asked,
    params,
    query: url.searchParams,
    headers: new Headers(headers),
    body: bytes,
  }).reports;
}

interface Labelled {
  readonly language: string;
  readonly group: string;
  /** What it is compared within. */
  readonly case: string;
  readonly value: string;
}

const fingerprintOf = (report: Report | undefined): string =>
  (report && explainBy("v2", limit({ ...report, fingerprint: undefined }), "frames")?.value) ?? "nothing";

const corpora = readdirSync(folder).map((name) =>
  Corpus.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8"))),
);

function fromRequests(): Labelled[] {
  return corpora.flatMap(({ language, cases }) =>
    cases.flatMap(({ name, issues }) =>
      issues.flatMap((requests, issue) =>
        requests.flatMap(reportsOf).map((report) => ({
          language,
          case: `${language} ${name}`,
          group: String(issue),
          value: fingerprintOf(report),
        })),
      ),
    ),
  );
}

function fromFixtures(): Labelled[] {
  const first = (name: string): Report | undefined =>
    z.array(Report).parse(JSON.parse(readFileSync(new URL(`${name}.report.json`, fixtures), "utf8")))[0];
  return FAILURES.flatMap(([group, names]) =>
    names.map((name) => ({
      language: "javascript",
      case: "fixtures",
      group,
      value: fingerprintOf(first(name)),
    })),
  );
}

test("of two reports it is told whether they are one failure, in 98 of a hundred pairs", () => {
  const all = [...fromRequests(), ...fromFixtures()];
  const pairs = all.flatMap((a, at) =>
    all
      .slice(at + 1)
      .filter((b) => b.case === a.case)
      .map((b) => [a, b] as const),
  );
  const one = pairs.filter(([a, b]) => a.group === b.group);
  const put = pairs.filter(([a, b]) => a.value === b.value);
  const right = one.filter(([a, b]) => a.value === b.value).length;
  const languages = new Set(all.map(({ language }) => language)).size;
  const [precision, recall] = [right / put.length, right / one.length];
  console.log(
    `grouping: ${pairs.length} pairs in ${languages} languages, ${one.length} of one failure; precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
  );
  const wrong = pairs.filter(([a, b]) => (a.group === b.group) !== (a.value === b.value));
  const told = wrong.map(([a, b]) => `${a.case}: ${a.value} / ${b.value}`);
  expect(pairs.length).toBeGreaterThan(400);
  expect(languages).toBeGreaterThanOrEqual(12);
  expect(precision, told.join("\n")).toBeGreaterThanOrEqual(0.98);
  expect(recall, told.join("\n")).toBeGreaterThanOrEqual(0.98);
});

const baseName = (file: string): string => file.split(/[\\/]/).at(-1) ?? "";

const ownFilesOf = (request: Request): string[] => {
  const frames = reportsOf(request).flatMap(({ exceptions }) =>
    exceptions.flatMap((thrown) => thrown.frames),
  );
  return [...new Set(frames.filter(({ inApp }) => inApp).map(({ file }) => baseName(file)))];
};

test("the team's own calls are told from those of libraries and runtimes, whichever SDK tells of them", () => {
  const judged = corpora.flatMap(({ language, cases }) =>
    cases.flatMap(({ name, issues }) =>
      issues
        .flat()
        .flatMap((request, place) =>
          request.own ? [{ name: `${language} ${name} ${place}`, request }] : [],
        ),
    ),
  );
  expect(judged.length).toBeGreaterThan(50);
  const found = judged.map(({ name, request }) => [name, ownFilesOf(request)] as const);
  const expected = judged.map(({ name, request }) => [name, request.own] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});
