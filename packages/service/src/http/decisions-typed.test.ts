import { httpWorld } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";

const Issues = z.object({ issues: z.array(z.looseObject({ id: z.string() })) });
const Decided = z.looseObject({ statusIn: z.looseObject({ release: z.string() }), assignee: z.string() });

test("a release and an assignee are typed into one line: blanks around them are no part of them, and nothing is no name", async () => {
  const world = httpWorld();
  await world.post({ errors: [{ type: "TypeError", message: "broke" }] });
  await world.region.settle();
  const [issue] = (await world.get("/v1/projects/shop/issues", Issues)).issues;
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  for (const bad of [
    { status: "resolved", in: " " },
    { status: "resolved", in: "1.4\u0000" },
    { assignee: "\u0000" },
    { assignee: "Anna\nBob" },
    { assignee: " " },
  ])
    expect((await world.change(path, "PATCH", bad)).status, JSON.stringify(bad)).toBe(422);
  await world.change(path, "PATCH", { status: "resolved", in: " 1.4.0 ", assignee: " Anna " });
  await world.region.settle();
  expect(await world.get(path, Decided)).toMatchObject({
    statusIn: { release: "1.4.0" },
    assignee: "Anna",
  });
});
