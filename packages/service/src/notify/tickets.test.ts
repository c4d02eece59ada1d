import { ticketConfig as config, fakeGithub } from "@faultline/testing/fake-tracker";
import { answered, broken, notifyWorld, START } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { decide } from "../triage/triage.js";

test("one issue is one ticket, later events are comments under it", async () => {
  const github = fakeGithub();
  const world = notifyWorld(github.answer);
  for (const id of ["e1", "e2", "e3"]) {
    await world.post(world.a, [broken(id)], [config()]);
    await world.settle();
  }
  expect(github.tickets.map(({ title, comments }) => [title, comments.length])).toEqual([
    ["[TypeError] total is not a function", 2],
  ]);
  expect(github.calls.filter((call) => call.startsWith("GET /search"))).toHaveLength(2);
  expect((await world.deliveries())[0]).toMatchObject({ outcome: "sent", reference: "1" });
});

test("an answer lost while a ticket was made makes no second one, even while the search is behind", async () => {
  const github = fakeGithub();
  github.state.loseNextAnswer = true;
  github.state.searchLag = true;
  const world = notifyWorld(github.answer);
  await world.post(world.a, [broken("e1")], [config()]);
  for (let step = 0; step < 8; step++) {
    await world.settle();
    world.clock.set(world.clock.now() + 20_000);
    if (step === 3) github.state.searchLag = false;
  }
  expect(github.tickets).toHaveLength(1);
  expect((await world.deliveries())[0]).toMatchObject({ outcome: "sent", reference: "1" });
});

test.each([
  ["reopen-and-comment", "open", 1, false],
  ["reopen", "open", 0, false],
  ["reopen-and-update", "open", 0, true],
  ["comment", "closed", 1, false],
  ["none", "closed", 0, false],
])("if_exist %s", async (if_exist, state, comments, isUpdated) => {
  const github = fakeGithub();
  const world = notifyWorld(github.answer);
  await world.post(world.a, [broken("e1")], [config({ if_exist })]);
  await world.settle();
  const [ticket] = github.tickets;
  if (!ticket) throw new Error("no ticket was made");
  const body = ticket.body;
  ticket.state = "closed";
  await world.post(world.a, [broken("e2")], [config({ if_exist })]);
  await world.settle();
  expect([ticket.state, ticket.comments.length, ticket.body !== body]).toEqual([state, comments, isUpdated]);
});

test("an error that comes back after its resolution reopens the ticket with a comment, once, from one region", async () => {
  const github = fakeGithub();
  const world = notifyWorld(github.answer);
  const quiet = config({ threshold: -1 });
  await world.post(world.a, [broken("e1")], [quiet]);
  await world.settle();
  const { id: issue } = await world.issue();
  world.clock.set(START + 10_000);
  await decide(world.b.ports, { project: "shop", issue, status: "resolved", by: "test" });
  await world.settle();
  const [ticket] = github.tickets;
  if (!ticket) throw new Error("no ticket was made");
  expect(ticket.comments).toHaveLength(1);
  ticket.state = "closed";
  world.clock.set(START + 20_000);
  await world.post(world.a, [broken("e2")], [quiet]);
  await world.post(world.b, [broken("e3")], [quiet]);
  await world.settle();
  await world.settle();
  expect([ticket.state, ticket.comments.length]).toEqual(["open", 2]);
  expect(ticket.comments[1]).toContain("Regressed: it happened again");
  expect(new Set(world.asked.map(({ region }) => region))).toEqual(new Set(["us-east-1"]));
});

test("markup in an error stays text in a ticket, and mentions nobody", async () => {
  const github = fakeGithub();
  const world = notifyWorld(github.answer);
  const message = "```\n@everyone <img src=x onerror=alert(1)> <!-- faultline:iss_other -->";
  await world.post(world.a, [broken("e1", { message, environment: "@admin `x` | y" })], [config()]);
  await world.settle();
  const body = github.tickets[0]?.body ?? "";
  expect(body).toContain(`\`\`\`\`\n${message}\n\`\`\`\``);
  expect(body).not.toContain("| @admin");
});

test("GitLab is asked by the project's path, for groups and subgroups too", async () => {
  const Created = z.strictObject({ title: z.string(), description: z.string(), labels: z.string() });
  const world = notifyWorld(({ method, url, headers, body }) => {
    expect(headers["private-token"]).toBe("glpat-1");
    const { pathname, search } = new URL(url);
    expect(pathname).toMatch(/^\/api\/v4\/projects\/acme%2Fweb%2Fshop\/issues/);
    if (method === "GET" && search.includes("scope=created_by_me")) return answered(200, []);
    if (method === "GET") return answered(200, { iid: 7, state: "closed" });
    if (method === "POST" && pathname.endsWith("/issues")) {
      Created.parse(JSON.parse(body ?? ""));
      return answered(201, { iid: 7, state: "opened" });
    }
    return answered(200, { iid: 7, state: "opened" });
  });
  const gitlab = {
    type: "gitlab",
    personalAccessToken: "glpat-1",
    owner: "acme/web",
    repo: "shop",
    threshold: 1,
  };
  for (const id of ["e1", "e2"]) {
    await world.post(world.a, [broken(id)], [gitlab]);
    await world.settle();
  }
  expect(
    world.asked.map(({ method, url }) => `${method} ${new URL(url).pathname.split("/").slice(5).join("/")}`),
  ).toEqual([
    "GET issues",
    "GET issues",
    "POST issues",
    "GET issues/7",
    "PUT issues/7",
    "POST issues/7/notes",
  ]);
});

test("a Slack bot posts once and keeps that message up to date, the resolution included", async () => {
  const Blocks = z.looseObject({
    channel: z.string(),
    text: z.string(),
    blocks: z
      .array(z.looseObject({ type: z.string() }))
      .min(1)
      .max(50),
  });
  const world = notifyWorld(({ url, headers, body }) => {
    expect(headers.authorization).toBe("Bearer xoxb-1");
    const sent = Blocks.extend({ ts: z.string().optional() }).parse(JSON.parse(body ?? ""));
    if (url.endsWith("chat.update")) expect([sent.channel, sent.ts]).toEqual(["C1", "17.5"]);
    return answered(200, { ok: true, channel: "C1", ts: "17.5" });
  });
  const bot = { type: "slack", token: "xoxb-1", channel: "#errors", threshold: 1 };
  for (const id of ["e1", "e2"]) {
    await world.post(world.a, [broken(id)], [bot]);
    await world.settle();
  }
  world.clock.set(START + 10_000);
  await decide(world.a.ports, {
    project: "shop",
    issue: (await world.issue()).id,
    status: "resolved",
    by: "test",
  });
  await world.settle();
  expect(world.asked.map(({ url }) => url.split("/").at(-1))).toEqual([
    "chat.postMessage",
    "chat.update",
    "chat.update",
  ]);
  expect(world.asked[2]?.body).toContain("Resolved");
});

test("GitHub's secondary limit is waited for, not counted as a refusal", async () => {
  let asked = 0;
  const github = fakeGithub();
  const world = notifyWorld((request) =>
    ++asked === 1
      ? answered(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "30" })
      : github.answer(request),
  );
  await world.post(world.a, [broken("e1")], [config()]);
  await world.settle();
  expect(github.tickets).toHaveLength(0);
  world.clock.set(START + 40_000);
  await world.settle();
  expect(github.tickets).toHaveLength(1);
});
