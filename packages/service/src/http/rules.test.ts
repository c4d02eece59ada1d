import { httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { flushDrops } from "../ingest/drops.js";

const RULES = "/v1/projects/shop/rules";
const Preview = z.object({
  events: z.number(),
  dropped: z.number(),
  regrouped: z.number(),
  rules: z.array(
    z.looseObject({ issues: z.number(), samples: z.array(z.looseObject({ title: z.string() })) }),
  ),
});
const chunk = (number: number) => oneError(`Loading chunk ${"ab"[number]}${number} failed`);
const GROUP = { when: { message: "Loading chunk * failed" }, do: { fingerprint: ["chunks"] } };
const DROP = { when: { message: "Script error*" }, do: "drop" };

test("what a rule drops is answered as any other, and kept nowhere", async () => {
  const { change, post, issuesOf } = httpWorld();
  await post(oneError());
  expect((await change(RULES, "PUT", { rules: [DROP] })).status).toBe(200);
  const answer = await post({
    errors: [
      { type: "Error", message: "Script error." },
      { type: "Error", message: "other" },
    ],
  });
  expect(answer.status).toBe(201);
  expect((await issuesOf()).map(({ message }) => message).sort()).toEqual(["it broke", "other"]);
});

test("a rule of a tag that is called as what every object has is about that tag alone", async () => {
  const { change, post, issuesOf } = httpWorld();
  await post(oneError());
  const rules = [{ when: { tags: { constructor: "*" } }, do: "drop" }];
  expect((await change(RULES, "PUT", { rules })).status).toBe(200);
  expect((await change(`${RULES}/preview`, "POST", { rules })).status).toBe(200);
  expect((await post(oneError("other"))).status).toBe(201);
  expect(await issuesOf()).toHaveLength(2);
});

test("a rule that names no tag, and nothing else, would be about every report: it is refused", async () => {
  const { change, post } = httpWorld();
  await post(oneError());
  const rules = [{ when: { tags: {} }, do: "drop" }];
  for (const [path, method] of [[RULES, "PUT"] as const, [`${RULES}/preview`, "POST"] as const]) {
    const refused = await change(path, method, { rules });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({
      detail: expect.stringContaining("rules.0.when: say at least"),
    });
  }
});

test("what is to be explained says which rule drops what, and why", async () => {
  const { change, post, app } = httpWorld();
  await post(oneError());
  const noted = { ...DROP, when: { ...DROP.when, type: "Error" }, note: "an extension" };
  await change(RULES, "PUT", { rules: [GROUP, noted] });
  const script = { type: "Error", message: "Script error." };
  const answer = await app.request("/v0/projects/shop/errors?explain=1", {
    method: "POST",
    headers: MASTER,
    body: JSON.stringify({ errors: [...oneError().errors, script] }),
  });
  const why = "rule 2 drops it: type is Error, and message is Script error* (an extension)";
  expect(await answer.json()).toMatchObject({
    events: [{ count: 1 }],
    dropped: [{ report: 1, rule: 1, why }],
  });
});

test("what a rule groups is one issue from then on, and what was there before stays where it is", async () => {
  const { change, post, issuesOf, get } = httpWorld();
  await post(chunk(0));
  await change(RULES, "PUT", { rules: [GROUP] });
  await post(chunk(0));
  await post(chunk(1));
  const issues = await issuesOf();
  expect(issues.map(({ count }) => count).sort()).toEqual([1, 2]);
  const grouped = issues.find(({ count }) => count === 2);
  const Occurrences = z.object({ occurrences: z.array(z.looseObject({ byRule: z.boolean().optional() })) });
  const { occurrences } = await get(`/v1/projects/shop/issues/${grouped?.id}/occurrences`, Occurrences);
  expect(occurrences.map(({ byRule }) => byRule)).toEqual([true, true]);
  const Why = z.looseObject({ by: z.string().optional(), parts: z.array(z.string()) });
  const why = await get(`/v1/projects/shop/issues/${grouped?.id}/grouping`, Why);
  expect(why).toMatchObject({ by: "rule", parts: ["chunks"] });
});

test("an issue that is discarded is deleted, what comes of it is dropped and counted, until the rule is removed", async () => {
  const { change, post, issuesOf, get, app, region } = httpWorld();
  await post(oneError());
  await post(oneError("other"));
  const [discarded] = (await issuesOf()).filter(({ message }) => message === "it broke");
  const path = `/v1/projects/shop/issues/${discarded?.id}`;
  const removed = await app.request(`${path}?discard=1`, { method: "DELETE", headers: MASTER });
  expect(removed.status).toBe(204);
  const messages = async () => (await issuesOf()).map(({ message }) => message);
  expect(await messages()).toEqual(["other"]);
  for (let time = 0; time < 3; time++) expect((await post(oneError())).status).toBe(201);
  expect(await messages()).toEqual(["other"]);
  await flushDrops(region.ports);
  const Now = z.object({
    rules: z.array(z.looseObject({ note: z.string().optional() })),
    dropped: z.array(z.looseObject({ count: z.number() })),
  });
  const now = await get(RULES, Now);
  expect(now.rules).toMatchObject([
    { when: { issue: [discarded?.id] }, do: "drop", note: "TypeError: it broke" },
  ]);
  expect(now.dropped).toMatchObject([{ count: 3, since: expect.stringMatching(/^2026-11-24T12:00:00/) }]);
  await change(RULES, "PUT", { rules: [] });
  await post(oneError());
  expect((await messages()).sort()).toEqual(["it broke", "other"]);
});

test("several issues are discarded at once, each told of on its own, and never without being deleted", async () => {
  const { change, post, issuesOf } = httpWorld();
  for (const message of ["one", "two", "three"]) await post(oneError(message));
  const ids = (await issuesOf()).filter(({ message }) => message !== "three").map(({ id }) => id);
  const bulk = (body: object) => change("/v1/projects/shop/issues", "PATCH", { ids, ...body });
  expect((await bulk({ discard: true, status: "resolved" })).status).toBe(422);
  const answer = await bulk({ delete: true, discard: true });
  expect(await answer.json()).toMatchObject({ results: [{ ok: true }, { ok: true }] });
  for (const message of ["one", "two", "three"]) await post(oneError(message));
  expect((await issuesOf()).map(({ message, count }) => [message, count])).toEqual([["three", 2]]);
});

test("a preview says what rules would have done, and does nothing", async () => {
  const { change, post, issuesOf, region } = httpWorld();
  for (const body of [chunk(0), chunk(1), oneError("Script error."), oneError()]) await post(body);
  await region.settle();
  const answer = await change(`${RULES}/preview`, "POST", { rules: [GROUP, DROP] });
  const preview = Preview.parse(await answer.json());
  expect(preview).toMatchObject({ events: 4, dropped: 1, regrouped: 2 });
  expect(preview.rules.map(({ issues, samples }) => [issues, samples.length])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(preview.rules[1]?.samples[0]?.title).toBe("TypeError: Script error.");
  expect(await issuesOf()).toHaveLength(4);
  const { events } = Preview.parse(
    await (await change(`${RULES}/preview`, "POST", { rules: [DROP], events: 2 })).json(),
  );
  expect(events).toBe(2);
});

test("rules that cannot be are refused with what is wrong", async () => {
  const { change, post } = httpWorld();
  await post(oneError());
  const put = async (rules: unknown) => {
    const answer = await change(RULES, "PUT", { rules });
    return [answer.status, z.object({ detail: z.string() }).parse(await answer.json()).detail] as const;
  };
  expect((await put([{ when: {}, do: "drop" }]))[1]).toContain("say at least one of them");
  expect((await put([{ when: { typo: "x" }, do: "drop" }]))[0]).toBe(422);
  expect((await put(Array.from({ length: 51 }, () => DROP)))[0]).toBe(422);
  const long = {
    when: { message: "x".repeat(200), type: "y".repeat(200), file: "z".repeat(200) },
    do: "drop",
  };
  expect((await put(Array.from({ length: 40 }, () => long)))[1]).toContain("20000 characters");
  expect((await change("/v1/projects/faultline/rules", "PUT", { rules: [] })).status).toBe(409);
});
