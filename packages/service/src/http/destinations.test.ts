import { type HttpWorld, httpWorld, oneError } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { openTarget } from "../notify/configs.js";
import { SAME_CONTENT } from "../ports.js";
import { configsPartition } from "../table/layout.js";

const SetOne = z.looseObject({
  id: z.string(),
  label: z.string(),
  paused: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.string()),
});
const Listed = z.object({
  destinations: z.array(z.looseObject({ id: z.string(), isSet: z.boolean(), paused: z.boolean() })),
});

const PATH = "/v1/projects/shop/destinations";
const SLACK = { type: "slack", endpoint: "https://hooks.slack.com/services/T0/B0/verysecretpart" };
const GITHUB = { type: "github", userToken: "ghp_secretsecretsecret", owner: "acme", repo: "shop" };

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
});

const added = async (config: object) =>
  SetOne.parse(await (await world.change(PATH, "POST", { config })).json());
const changed = async (id: string, body: object) =>
  SetOne.parse(await (await world.change(`${PATH}/${id}`, "PATCH", body)).json());
const listed = async () => (await world.get(PATH, Listed)).destinations.filter(({ isSet }) => isSet);
const told = async (message: string) => {
  await world.post(oneError(message));
  const issue = (await world.issuesOf()).find((one) => one.message === message);
  const { deliveries } = await world.get(
    `/v1/projects/shop/issues/${issue?.id}/deliveries`,
    z.object({ deliveries: z.array(z.object({ config: z.string() })) }),
  );
  return deliveries.map(({ config }) => config);
};

test("destinations are added one by one, listed, and never show their secrets", async () => {
  const slack = await added(SLACK);
  const github = await added(GITHUB);
  expect(slack).toMatchObject({ secrets: ["endpoint"], settings: { type: "slack", window: "total" } });
  expect(github).toMatchObject({ secrets: ["userToken"], settings: { owner: "acme", repo: "shop" } });
  expect(JSON.stringify([slack, github])).not.toMatch(/verysecretpart|secretsecret/);
  expect((await listed()).map(({ id }) => id).sort()).toEqual([slack.id, github.id].sort());
});

test("what is changed keeps its secrets, takes the place of what it was, and null takes a setting away", async () => {
  const { id } = await added({ ...GITHUB, labels: ["bug"], threshold: 5 });
  const next = await changed(id, { config: { repo: "crm", labels: ["error"], threshold: null } });
  expect(next.settings).toMatchObject({ repo: "crm", labels: ["error"], threshold: -1 });
  const target = await openTarget(world.region.ports, "shop", next.id);
  expect(target?.config).toMatchObject({ userToken: "ghp_secretsecretsecret", repo: "crm" });
  expect((await listed()).map((one) => one.id)).toEqual([next.id]);
});

test("a paused one is told of nothing until it goes on, and a removed one of nothing more", async () => {
  const { id } = await added(SLACK);
  expect(await told("while it is on")).toEqual([id]);
  expect(await changed(id, { paused: true })).toMatchObject({ id, paused: true });
  expect(await told("while it is paused")).toEqual([]);
  expect(await listed()).toMatchObject([{ id, paused: true }]);
  await changed(id, { paused: false });
  expect(await told("when it goes on")).toEqual([id]);
  expect((await world.change(`${PATH}/${id}`, "DELETE")).status).toBe(204);
  expect(await told("when it is gone")).toEqual([]);
  expect(await listed()).toEqual([]);
});

test("what cannot be used is refused with what is wrong, and what is not there with 404", async () => {
  const wrong = await world.change(PATH, "POST", { config: { type: "slack", endpoint: "no address" } });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("slack: endpoint")]);
  for (const method of ["GET", "PATCH", "DELETE"] as const) {
    const answer = await world.change(`${PATH}/dst_none`, method, method === "PATCH" ? {} : undefined);
    expect([method, answer.status]).toEqual([method, 404]);
  }
  for (let place = 0; place < 10; place++) await added({ ...GITHUB, repo: `r${place}` });
  expect((await world.change(PATH, "POST", { config: SLACK })).status).toBe(422);
});

const labels = async () => {
  const { destinations } = await world.get(PATH, z.object({ destinations: z.array(Labelled) }));
  return destinations.map(({ label }) => label).sort();
};
const Labelled = z.looseObject({ label: z.string() });

test("two webhooks of one chat are told apart by their last characters, or by the names they are given", async () => {
  const address = (secret: string) => `https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/${secret}`;
  await added({ type: "slack", endpoint: address("abcdefghijklmnopqrstAAAA") });
  const second = await added({ type: "slack", endpoint: address("abcdefghijklmnopqrstBBBB") });
  await added({ type: "webhook", url: "https://example.com/hook/short" });
  expect(await labels()).toEqual(["slack …AAAA", "slack …BBBB", "webhook example.com"]);

  const named = await changed(second.id, { config: { name: "Checkout team" } });
  expect(named).toMatchObject({ id: second.id, label: "slack Checkout team" });
  expect(named.settings).toMatchObject({ name: "Checkout team" });
  expect(await labels()).toEqual(["slack Checkout team", "slack …AAAA", "webhook example.com"]);
  expect(await told("after it was named")).toContain(second.id);

  expect(await changed(second.id, { config: { name: null } })).toMatchObject({ label: "slack …BBBB" });
  expect(await labels()).toEqual(["slack …AAAA", "slack …BBBB", "webhook example.com"]);
});

test("what an earlier version called a destination is put right when it is opened", async () => {
  const { id } = await added({ ...SLACK, endpoint: `${SLACK.endpoint}morethantwenty` });
  const { ports } = world.region;
  const row = await ports.log.get({ pk: configsPartition("shop"), sk: id });
  if (!row) throw new Error("it was not kept");
  await ports.log.put({ ...row, label: "slack webhook" }, SAME_CONTENT);
  expect(await labels()).toEqual(["slack webhook"]);
  expect((await openTarget(ports, "shop", id))?.label).toBe("slack …enty");
  expect(await labels()).toEqual(["slack …enty"]);
});

test("a name repeats no secret, and one that an error's own config brings changes none that is set", async () => {
  await added({ ...SLACK, name: "Ours" });
  await added({ ...GITHUB, name: `by ${GITHUB.userToken}` });
  await world.post({ ...oneError("with its own"), notifications: [{ ...SLACK, name: "Theirs" }] });
  expect(await labels()).toEqual(["github by …", "slack Ours"]);
});
