import { httpWorld, NOW, oneError } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { resolveQuiet } from "./resolve-quiet.js";

const DAY = 86_400_000;
const Lines = z.object({ activity: z.array(z.looseObject({ did: z.string(), by: z.string().nullable() })) });

async function quietWorld() {
  const world = httpWorld();
  await world.change("/v1/projects/shop", "PUT", { autoResolveDays: 7 });
  await world.post(oneError("it broke"));
  await world.region.settle();
  const sweep = async (days: number, ports = world.region.ports) => {
    world.clock.set(NOW + days * DAY);
    await resolveQuiet(ports, Number.POSITIVE_INFINITY);
    return (await world.issuesOf()).map(({ message, status }) => `${message} ${status}`).sort();
  };
  return { ...world, sweep };
}

test("an issue of which nothing was heard for as many days is resolved as of then, by nobody, and its activity says why", async () => {
  const { sweep, get, issuesOf } = await quietWorld();
  expect(await sweep(6.9)).toEqual(["it broke unresolved"]);
  expect(await sweep(9)).toEqual(["it broke resolved"]);
  const [issue] = await issuesOf();
  expect(issue).toMatchObject({ statusAt: new Date(NOW + 7 * DAY).toISOString() });
  const { activity } = await get(`/v1/projects/shop/issues/${issue?.id}/activity`, Lines);
  expect(activity).toMatchObject([
    { did: "resolved", by: null, why: "quiet for 7 days" },
    { did: "first-seen" },
  ]);
});

test("it comes back by its next event, and what somebody decided counts as hearing of it", async () => {
  const { sweep, post, change, issuesOf, clock } = await quietWorld();
  await sweep(9);
  await post(oneError("it broke"));
  expect(await issuesOf()).toMatchObject([{ status: "unresolved", regressed: true }]);
  clock.set(NOW + 12 * DAY);
  const path = `/v1/projects/shop/issues/${(await issuesOf())[0]?.id}`;
  await change(path, "PATCH", { status: "unresolved" });
  expect(await sweep(18)).toEqual(["it broke unresolved"]);
  expect(await sweep(20)).toEqual(["it broke resolved"]);
});

test("nothing of it happens where no days are set, to ignored issues, and in a region that does not lead", async () => {
  const { sweep, post, change, issuesOf, region } = await quietWorld();
  await post(oneError("ignored"));
  const ignored = (await issuesOf()).find(({ message }) => message === "ignored");
  await change(`/v1/projects/shop/issues/${ignored?.id}`, "PATCH", { status: "ignored" });
  expect(await sweep(9, { ...region.ports, isLeader: async () => false })).toContain("it broke unresolved");
  expect(await sweep(9)).toEqual(["ignored ignored", "it broke resolved"]);
  await change("/v1/projects/shop", "PATCH", { autoResolveDays: 0 });
  await post(oneError("later"));
  expect(await sweep(30)).toContain("later unresolved");
});
