import { shortIdText, suffixOf } from "@faultline/core/short-id";
import { type HttpWorld, httpWorld, oneError } from "@faultline/testing/http-world";
import { memoryTable } from "@faultline/testing/memory-table";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { rebuild } from "../projection/rebuild.js";
import { shortIdsOf } from "../query/short-ids.js";

const Issue = z.looseObject({ id: z.string(), shortId: z.string(), status: z.string() });

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
});

const issue = async () => Issue.parse((await world.issuesOf())[0]);

describe("a short id", () => {
  test("is the project's name and the beginning of the issue's id", async () => {
    const { id, shortId } = await issue();
    expect(shortId).toBe(`SHOP-${id.slice(4, 8).toUpperCase()}`);
  });

  test("is taken wherever an issue's id is, in any case, and as long as somebody likes", async () => {
    const { id, shortId } = await issue();
    const path = `/v1/projects/shop/issues/${shortId.toLowerCase()}`;
    const longer = `/v1/projects/shop/issues/${shortIdText("shop", suffixOf(id) ?? "")}`;
    for (const asked of [path, longer]) expect((await world.get(asked, Issue)).id).toBe(id);
    for (const below of ["occurrences", "timeline?from=2026-11-24T00:00:00Z&unit=hour", "tags", "activity"])
      expect((await world.change(`${path}/${below}`, "GET")).status, below).toBe(200);
    expect((await world.change(path, "PATCH", { status: "resolved" })).status).toBe(200);
    const bulk = await world.change("/v1/projects/shop/issues", "PATCH", {
      ids: [shortId],
      status: "ignored",
    });
    expect(await bulk.json()).toMatchObject({ results: [{ id: shortId, ok: true, issue: { id } }] });
    expect((await world.change(path, "DELETE")).status).toBe(204);
  });

  test("of another project, or of no issue, is none here, and no key is told anything by it", async () => {
    const { shortId } = await issue();
    await world.post(oneError(), {}, "other");
    await world.region.settle();
    for (const path of [`/v1/projects/other/issues/${shortId}`, "/v1/projects/shop/issues/SHOP-0000"]) {
      const answer = await world.change(path, "GET");
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: "issue_not_found" }]);
    }
    for (const named of [shortId, "SHOP-0000"])
      expect((await world.app.request(`/v1/projects/shop/issues/${named}`)).status).toBe(401);
  });
});

test("of two issues that begin alike the one seen first keeps the short id, and both lead to their own", async () => {
  const { region, clock, post, get } = world;
  const known = await issue();
  // The odds of two alike are small, so that one is looked for.
  const met = new Map([[known.shortId, known.id]]);
  let later: z.infer<typeof Issue> | undefined;
  for (let number = 0; number < 4000 && !later; number += 100) {
    clock.set(clock.now() + 1000);
    await post({
      errors: Array.from({ length: 100 }, (_, place) => ({
        type: `T${number + place}`,
        message: "it broke",
      })),
    });
    await region.settle();
    const { issues } = z
      .object({ issues: z.array(Issue) })
      .parse(await (await world.change("/v1/projects/shop/issues?limit=100", "GET")).json());
    for (const one of issues) {
      const first = met.get(one.shortId.slice(0, 9));
      if (first !== undefined && first !== one.id) later = one;
      met.set(one.shortId, one.id);
    }
  }
  expect(later).toBeDefined();
  const { id = "", shortId = "" } = later ?? {};
  expect(shortId.length).toBeGreaterThan(9);
  const first = await get(`/v1/projects/shop/issues/${shortId.slice(0, 9)}`, Issue);
  expect([first.id, first.shortId]).toEqual([met.get(shortId.slice(0, 9)), shortId.slice(0, 9)]);
  expect((await get(`/v1/projects/shop/issues/${shortId}`, Issue)).id).toBe(id);
  const anew = { ...region.ports, view: memoryTable({ clock, hasFeed: false }).table };
  await rebuild(anew, () => undefined);
  const again = await shortIdsOf(anew, "shop", [{ id, firstSeen: clock.now() }]);
  expect(again.get(id)).toBe(shortId);
});
