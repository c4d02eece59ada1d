import { type HttpWorld, httpWorld, oneError } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { openTarget } from "../notify/configs.js";
import { projectForEvents } from "../projects/default-destinations.js";

const PATH = "/v1/destinations";
const SLACK = { type: "slack", endpoint: "https://hooks.slack.com/services/T0/B0/verysecretpart" };
const GITHUB = { type: "github", userToken: "ghp_secretsecretsecret", owner: "acme", repo: "shop" };
const SetOne = z.looseObject({ id: z.string(), label: z.string(), secrets: z.array(z.string()) });
const Issues = z.object({ issues: z.array(z.looseObject({ id: z.string(), message: z.string() })) });
const Listed = z.object({
  destinations: z.array(
    z.looseObject({ id: z.string(), label: z.string(), isOfAll: z.boolean(), paused: z.boolean() }),
  ),
});

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const added = async (path: string, config: object) =>
  SetOne.parse(await (await world.change(path, "POST", { config })).json());

/** The names of the destinations that are told of a new issue of a project. */
async function told(project: string, message: string): Promise<string[]> {
  await world.post(oneError(message), {}, project);
  const { issues } = await world.get(`/v1/projects/${project}/issues`, Issues);
  const issue = issues.find((one) => one.message === message);
  const { deliveries } = await world.get(
    `/v1/projects/${project}/issues/${issue?.id}/deliveries`,
    z.object({ deliveries: z.array(z.object({ destination: z.string() })) }),
  );
  return deliveries.map(({ destination }) => destination);
}

test("every project without destinations of its own tells those of all projects, also one that is yet to be", async () => {
  await world.post(oneError("before"), {}, "shop");
  const { label } = await added(PATH, SLACK);
  expect(await told("shop", "after")).toEqual([label]);
  expect(await told("new", "first")).toEqual([label]);
  const { destinations } = await world.get("/v1/projects/shop/destinations", Listed);
  expect(destinations).toMatchObject([{ label, isOfAll: true, isSet: false, paused: false, state: "ok" }]);
});

test("a project with one of its own tells that alone, and nobody while it is paused", async () => {
  await added(PATH, SLACK);
  await world.post(oneError("before"), {}, "shop");
  const own = await added("/v1/projects/shop/destinations", GITHUB);
  expect(await told("shop", "by its own")).toEqual([own.label]);
  await world.change(`/v1/projects/shop/destinations/${own.id}`, "PATCH", { paused: true });
  expect(await told("shop", "while its own is paused")).toEqual([]);
  const { destinations } = await world.get("/v1/projects/shop/destinations", Listed);
  expect(destinations.map(({ isOfAll }) => isOfAll)).not.toContain(true);
});

test("one of all projects is paused, goes on, is changed with its secret kept, and is removed", async () => {
  const { id, label, secrets } = await added(PATH, GITHUB);
  expect(secrets).toEqual(["userToken"]);
  await world.change(`${PATH}/${id}`, "PATCH", { paused: true });
  expect(await told("shop", "while it is paused")).toEqual([]);
  await world.change(`${PATH}/${id}`, "PATCH", { paused: false });
  expect(await told("shop", "when it goes on")).toEqual([label]);
  const next = SetOne.parse(
    await (await world.change(`${PATH}/${id}`, "PATCH", { config: { repo: "crm" } })).json(),
  );
  expect((await openTarget(world.region.ports, "shop", next.id))?.config).toMatchObject({
    userToken: "ghp_secretsecretsecret",
    repo: "crm",
  });
  expect((await world.get(PATH, Listed)).destinations.map((one) => one.id)).toEqual([next.id]);
  expect((await world.change(`${PATH}/${next.id}`, "DELETE")).status).toBe(204);
  expect(await told("shop", "when it is gone")).toEqual([]);
  expect((await world.get(PATH, Listed)).destinations).toEqual([]);
});

test("what it was told of before it was changed still leads to it", async () => {
  const { id } = await added(PATH, GITHUB);
  await world.change(`${PATH}/${id}`, "DELETE");
  expect(await openTarget(world.region.ports, "shop", id)).toMatchObject({ id, isTrusted: true });
});

test("what cannot be used is refused with what is wrong, what is not there with 404, and no secret is shown", async () => {
  const wrong = await world.change(PATH, "POST", { config: { type: "slack", endpoint: "no address" } });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("slack: endpoint")]);
  for (const method of ["GET", "PATCH", "DELETE"] as const) {
    const answer = await world.change(`${PATH}/dst_none`, method, method === "PATCH" ? {} : undefined);
    expect([method, answer.status]).toEqual([method, 404]);
  }
  const { id } = await added(PATH, SLACK);
  const shown = [PATH, `${PATH}/${id}`, "/v1/projects/shop/destinations"];
  await world.post(oneError(), {}, "shop");
  for (const path of shown)
    expect(JSON.stringify(await world.get(path, z.unknown()))).not.toContain("verysecretpart");
});

test("Faultline's own alarms are told there, synthetic checks are not", async () => {
  await added(PATH, SLACK);
  const { ports } = world.region;
  const notified = async (name: string) => (await projectForEvents(ports, name)).notify.length;
  expect([await notified("faultline"), await notified("faultline-canary")]).toEqual([1, 0]);
});
