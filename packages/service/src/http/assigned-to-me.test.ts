import { httpWorld, MASTER } from "@faultline/testing/http-world";
import { personIn } from "@faultline/testing/person-in";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

const Issues = z.object({ issues: z.array(z.looseObject({ id: z.string(), message: z.string() })) });
const Values = z.object({ values: z.array(z.string()) });

let world = httpWorld();
beforeEach(() => {
  world = httpWorld();
});

const as = async (cookie: string, path: string) => world.app.request(path, { headers: { cookie } });

async function messages(cookie: string, path: string): Promise<string[]> {
  const { issues } = Issues.parse(await (await as(cookie, path)).json());
  return issues.map(({ message }) => message);
}

test("assignee:me is who signed in, by id: in a list, in all issues, negated; a name is still a name", async () => {
  for (const message of ["hers", "his", "nobody's"])
    await world.post({ errors: [{ type: "TypeError", message }] });
  await world.region.settle();
  const ada = await personIn(world, { role: "member", name: "Ada" });
  const me = await personIn(world, { role: "member", name: "Me" });
  const { issues } = await world.get("/v1/projects/shop/issues", Issues);
  const idOf = (message: string) => issues.find((issue) => issue.message === message)?.id;
  for (const [message, assignee] of [
    ["hers", ada.id],
    ["his", me.id],
  ] as const)
    await world.change(`/v1/projects/shop/issues/${idOf(message)}`, "PATCH", { assignee });
  await world.region.settle();
  const mine = "?query=assignee:me";
  expect(await messages(ada.cookie, `/v1/projects/shop/issues${mine}`)).toEqual(["hers"]);
  expect(await messages(me.cookie, `/v1/issues${mine}`)).toEqual(["his"]);
  expect((await messages(ada.cookie, "/v1/issues?query=-assignee:me")).sort()).toEqual(["his", "nobody's"]);
  expect(await messages(ada.cookie, "/v1/issues?query=assignee:%22me%22")).toEqual(["his"]);
  const offered = Values.parse(await (await as(ada.cookie, "/v1/search/values?key=assignee")).json());
  expect(offered.values).toEqual(["me", "Ada", "Me"]);
});

test("with a key, which is nobody, assignee:me is refused where it stands, and not offered", async () => {
  await world.post({ errors: [{ type: "TypeError", message: "it broke" }] });
  await personIn(world, { role: "member", name: "Mel" });
  for (const path of ["/v1/issues", "/v1/projects/shop/issues"]) {
    const answer = await world.app.request(`${path}?query=broke%20assignee:me`, { headers: MASTER });
    expect(answer.status).toBe(400);
    const problem = z.looseObject({ detail: z.string() }).parse(await answer.json());
    expect(problem).toMatchObject({ code: "bad_query", position: 15, length: 2 });
    expect(problem.detail).toContain("sign in as a person");
  }
  const { values } = await world.get("/v1/projects/shop/search/values?key=assignee&prefix=m", Values);
  expect(values).toEqual(["Mel"]);
});

test("what may follow has: and a time is offered, too", async () => {
  await world.post({ errors: [{ type: "TypeError", message: "it broke" }] });
  const values = async (key: string, prefix: string) =>
    (await world.get(`/v1/search/values?key=${key}&prefix=${encodeURIComponent(prefix)}`, Values)).values;
  expect(await values("has", "re")).toEqual(["release"]);
  expect(await values("lastSeen", ">-2")).toEqual([">-24h"]);
});
