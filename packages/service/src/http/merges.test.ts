import { httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";

const Shown = z.looseObject({ id: z.string(), count: z.number(), members: z.array(z.string()).optional() });

const Activity = z.object({
  activity: z.array(
    z.looseObject({ did: z.string(), issue: z.string().optional(), by: z.string().nullable() }),
  ),
});

async function withIssues(count: number) {
  const world = httpWorld();
  for (let kind = 0; kind < count; kind++) await world.post(oneError(`kind ${"x".repeat(kind + 1)} broke`));
  const issues = await world.issuesOf("?limit=500");
  return { ...world, ids: issues.map(({ id }) => id) };
}

const path = (issue: string, verb = "") => `/v1/projects/shop/issues/${issue}${verb}`;

test("issues are shown as one, and taken apart again", async () => {
  const { change, get, ids, issuesOf } = await withIssues(3);
  const [one = "", two = "", three = ""] = ids;
  const merged = await change(path(one, "/merge"), "POST", { issues: [two, three] });
  expect(Shown.parse(await merged.json())).toMatchObject({ id: one, count: 3, members: [two, three].sort() });
  expect(await issuesOf()).toHaveLength(1);
  expect(await get(path(two), Shown)).toMatchObject({ id: two, count: 1, mergedInto: one });
  const apart = await change(path(two, "/unmerge"), "POST", {});
  expect(Shown.parse(await apart.json())).toMatchObject({ id: two, count: 1 });
  await change(path(one, "/unmerge"), "POST", { issues: [three] });
  const toldOf = async (issue: string) =>
    (await get(path(issue, "/activity"), Activity)).activity.map(
      (line) => `${line.did} ${line.issue} ${line.by}`,
    );
  const by = "master key";
  expect((await toldOf(two)).slice(0, 2)).toEqual([`unmerged-from ${one} ${by}`, `merged-into ${one} ${by}`]);
  expect((await toldOf(one)).slice(0, -1).sort()).toEqual(
    ["merged", "unmerged"].flatMap((did) => [two, three].map((other) => `${did} ${other} ${by}`)).sort(),
  );
  expect((await issuesOf()).map(({ id }) => id).sort()).toEqual(ids.toSorted());
});

test.each([
  ["no body", undefined, {}],
  ["no body, called JSON", undefined, { "content-type": "application/json" }],
  ["an empty object", "{}", { "content-type": "application/json" }],
])("a member is taken out by %s", async (_, body, type) => {
  const { app, change, ids } = await withIssues(2);
  const [one = "", two = ""] = ids;
  await change(path(one, "/merge"), "POST", { issues: [two] });
  const headers = { "x-api-key": MASTER["x-api-key"], ...type };
  const apart = await app.request(path(two, "/unmerge"), { method: "POST", headers, body });
  expect(apart.status).toBe(200);
  expect(Shown.parse(await apart.json())).not.toHaveProperty("mergedInto");
});

test("what cannot be merged is refused with what to do, and nothing is changed", async () => {
  const { change, ids, issuesOf } = await withIssues(53);
  const [one = "", two = "", ...others] = ids;
  const refusal = async (issue: string, verb: string, body: unknown) => {
    const response = await change(path(issue, verb), "POST", body);
    const { code, detail } = z.object({ code: z.string(), detail: z.string() }).parse(await response.json());
    return { status: response.status, code, detail };
  };
  expect(await refusal(one, "/merge", { issues: [one] })).toMatchObject({
    status: 422,
    code: "cannot_merge",
  });
  expect(await refusal(one, "/merge", { issues: ["iss_none"] })).toMatchObject({ status: 404 });
  expect(await refusal(one, "/merge", { issues: others })).toMatchObject({ status: 422 });
  expect(await refusal(one, "/unmerge", {})).toMatchObject({ status: 422, code: "cannot_merge" });
  expect(await refusal(one, "/unmerge", { issues: [two] })).toMatchObject({
    status: 422,
    code: "cannot_merge",
  });
  expect(await issuesOf("?limit=500")).toHaveLength(53);

  expect((await change(path(one, "/merge"), "POST", { issues: others.slice(0, 50) })).status).toBe(200);
  expect(await refusal(one, "/merge", { issues: [two] })).toMatchObject({
    code: "cannot_merge",
    detail: expect.stringContaining("50 merged ones at most"),
  });
  expect(await issuesOf("?limit=500")).toHaveLength(3);
});
