import type { Report } from "@faultline/core/report";
import { failure, postTo, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test, vi } from "vitest";
import type { Item, Ports } from "../../ports.js";
import { listIssues } from "../../query/list-issues.js";
import { searchPartition } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { scanAll } from "../../table/scan-all.js";
import { describeView } from "../describe.js";
import { rebuild } from "../rebuild.js";
import { readIssue } from "../rows/issue-row.js";
import { rewriteIssue } from "../series/rewrite.js";
import { CAPS } from "./index-rows.js";

/** An error whose message has a number of its own, which is not kept beside that of the issue's first event. */
const numbered = (turn: number): Report => ({
  ...failure(1, `e${turn}`, START + turn, 1),
  message: `order ${4711 + turn} is late`,
});

const isIssueRow = ({ pk, sk }: Item): boolean => pk.startsWith("I#") && sk === "0";

async function issueRow({ view }: Pick<Ports, "view">): Promise<Item> {
  const row = (await collect(scanAll(view))).find(isIssueRow);
  if (!row) throw new Error("there is an issue");
  return row;
}

async function world() {
  const { a } = twoRegions(1);
  const { ports, settle } = a;
  await postTo(ports, [numbered(0)]);
  await settle();
  return { ports, settle };
}

const BOTH = ["message numbers", "title numbers"];

test("that numbers are left out is told by the issue's row, and is no write of its own", async () => {
  const { ports, settle } = await world();
  expect(readIssue(await issueRow(ports)).leftOut).toEqual({});
  const transact = vi.spyOn(ports.view, "transact");
  await postTo(ports, [numbered(1)]);
  await settle();
  expect(Object.keys(readIssue(await issueRow(ports)).leftOut).sort()).toEqual(BOTH);
  expect(transact).not.toHaveBeenCalled();
});

test("it is told as well when somebody else wrote the row meanwhile", async () => {
  const { ports, settle } = await world();
  const put = ports.view.put.bind(ports.view);
  let conflicts = 1;
  vi.spyOn(ports.view, "put").mockImplementation(async (item, condition) =>
    isIssueRow(item) && conflicts-- > 0 ? "conflict" : put(item, condition),
  );
  await postTo(ports, [numbered(1)]);
  await settle();
  expect(conflicts).toBeLessThan(0);
  expect(Object.keys(readIssue(await issueRow(ports)).leftOut).sort()).toEqual(BOTH);
});

test("what an earlier version told of it in another row goes on being told", async () => {
  const { ports, settle } = await world();
  await postTo(ports, [numbered(1)]);
  await settle();
  const { lo, ...row } = await issueRow(ports);
  const attributes = (await collect(scanAll(ports.view))).find(({ sk }) => /^Y#\d+#a$/.test(sk));
  expect(attributes).toBeDefined();
  if (attributes) await ports.view.put({ ...attributes, c: lo });
  await ports.view.put({ ...row, pk: row.pk, sk: row.sk });
  const anew = { view: twoRegions(2).a.ports.view };
  await rebuild({ ...ports, ...anew }, () => undefined);
  expect((await describeView(ports)).hash).toBe((await describeView(anew)).hash);
  const issue = row.pk.slice(row.pk.lastIndexOf("#") + 1);
  expect(await rewriteIssue(ports, "shop", issue, {})).toBe("written");
  expect(Object.keys(readIssue(await issueRow(ports)).leftOut).sort()).toEqual(BOTH);
});

test("one row leads to what is left out of title and message, and a search in either tells of it", async () => {
  const { ports, settle } = await world();
  await postTo(ports, [numbered(1)]);
  await settle();
  const rows = await collect(queryAll(ports.view, { pk: searchPartition("shop", CAPS) }));
  expect(rows.map(({ sk }) => sk.split("#")[0])).toEqual(["message numbers"]);
  for (const place of ["title", "message"] as const) {
    const asked = {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      limit: 5,
      query: `${place}:4712`,
    } as const;
    const { gaps = [] } = await listIssues(ports, asked);
    expect(gaps).toEqual([{ of: `${place} numbers`, issues: [rows[0]?.sk.split("#")[1]], hasMore: false }]);
  }
});

test("an issue that is written anew while its events cannot be read is found by what it was found by", async () => {
  const { ports } = await world();
  const row = await issueRow(ports);
  const { open } = readIssue(row).series;
  const { hash } = await describeView(ports);
  const unread = vi.spyOn(ports.log, "getMany").mockResolvedValue([]);
  const issue = row.pk.slice(row.pk.lastIndexOf("#") + 1);
  expect(await rewriteIssue(ports, "shop", issue, { changed: open })).toBe("written");
  unread.mockRestore();
  expect((await describeView(ports)).hash).toBe(hash);
});
