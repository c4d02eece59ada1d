import { listDeliveries } from "@faultline/service/notify/deliveries";
import { deliver } from "@faultline/service/notify/http-sender";
import { listIssues } from "@faultline/service/query/list-issues";
import { decide } from "@faultline/service/triage/triage";
import { broken, notifyWorld, START } from "@faultline/testing/notify-world";
import { afterEach, describe, expect, test } from "vitest";
import { fakeGithub } from "./fake-github.js";
import { fakeGitlab } from "./fake-gitlab.js";
import { type FakeServer, TROUBLES } from "./fake-server.js";
import { fakeSlack } from "./fake-slack.js";

// Destinations on sockets, which take what the vendors' own descriptions of their APIs take.

const always = { threshold: 1, notifyInterval: 1, burst: 1000 };
const servers: FakeServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Vendor {
  readonly name: string;
  open(): Promise<{ server: FakeServer; config: object; told: () => readonly string[] }>;
}

const VENDORS: readonly Vendor[] = [
  {
    name: "a Slack webhook",
    async open() {
      const server = await fakeSlack();
      const config = { type: "slack", endpoint: `${server.url}/services/T/B/secret`, ...always };
      return { server, config, told: () => server.messages.map(({ text }) => text) };
    },
  },
  {
    name: "a Slack bot",
    async open() {
      const server = await fakeSlack();
      const config = {
        type: "slack",
        endpoint: `${server.url}/api`,
        token: "xoxb-1",
        channel: "#errors",
        ...always,
      };
      return { server, config, told: () => server.messages.map(({ text }) => text) };
    },
  },
  {
    name: "GitHub",
    async open() {
      const server = await fakeGithub();
      const place = {
        owner: "acme",
        repo: "shop",
        userToken: "ghp_1",
        endpoint: server.url,
        labels: ["bug"],
      };
      return {
        server,
        config: { type: "github", ...place, ...always },
        told: () => server.tickets.map(({ title }) => title),
      };
    },
  },
  {
    name: "GitLab",
    async open() {
      const server = await fakeGitlab();
      const place = {
        owner: "acme/web",
        repo: "shop",
        personalAccessToken: "glpat-1",
        endpoint: `${server.url}/api/v4`,
      };
      return {
        server,
        config: { type: "gitlab", ...place, ...always },
        told: () => server.tickets.map(({ title }) => title),
      };
    },
  },
];

/** Only an answer that never comes takes this long: a fake's takes a few, and a machine that stops for seconds is none. */
const ANSWER_MILLISECONDS = 2_500;

/** Two regions that send to a vendor's fake over real sockets. */
async function worldOf(vendor: Vendor) {
  const opened = await vendor.open();
  servers.push(opened.server);
  const world = notifyWorld(deliver(opened.server.host, { timeoutMilliseconds: ANSWER_MILLISECONDS }));
  let n = 0;
  return {
    ...opened,
    world,
    /** Another event, and time enough for whatever has to be tried again. */
    async event(minutes = 4) {
      await world.post(
        world.a,
        [broken(`e${++n}`, { environment: "production", release: "1.2.3" })],
        [opened.config],
      );
      for (let minute = 0; minute < minutes; minute++) {
        await world.settle();
        world.clock.set(world.clock.now() + 61_000);
      }
    },
  };
}

describe.each(VENDORS)("$name", (vendor) => {
  test.each(TROUBLES)(
    "a request that is %s is tried again, and nothing is told twice but what was lost",
    async (trouble) => {
      const { server, told, event, world } = await worldOf(vendor);
      const isTracker = vendor.name.startsWith("Git");
      if (isTracker) server.troubles.push(trouble, "no", trouble);
      else server.troubles.push(trouble);
      await event();
      expect(server.wrong).toEqual([]);
      expect(told()).toHaveLength(!isTracker && trouble === "lost" ? 2 : 1);
      const [last] = await world.deliveries();
      expect(last).toMatchObject({ outcome: "sent", attempts: expect.any(Number) });
      expect(last?.attempts).toBeGreaterThan(isTracker ? 2 : 1);
    },
  );

  test("takes every request of an issue's life: first, more, resolved, back", async () => {
    const { server, event, world } = await worldOf(vendor);
    await event(1);
    await event(1);
    const { id: issue } = await world.issue();
    await decide(world.a.ports, { project: "shop", issue, status: "resolved", by: "test" });
    world.clock.set(world.clock.now() + 10_000);
    await world.settle();
    await event(1);
    expect(server.wrong).toEqual([]);
    const kinds = (await world.deliveries())
      .filter(({ outcome }) => outcome === "sent")
      .map(({ kind }) => kind);
    const resolutions = vendor.name === "a Slack webhook" ? [] : ["resolved"];
    expect(kinds.toReversed()).toEqual(["first", "count", ...resolutions, "regressed"]);
  });
});

test("a bot's message that somebody deleted is told anew", async () => {
  const server = await fakeSlack();
  servers.push(server);
  const world = notifyWorld(deliver(server.host));
  const config = { type: "slack", endpoint: `${server.url}/api`, token: "xoxb-1", channel: "C1", ...always };
  await world.post(world.a, [broken("e1")], [config]);
  await world.settle();
  server.messages.pop();
  await world.post(world.a, [broken("e2")], [config]);
  await world.settle();
  expect(server.calls.slice(1)).toEqual(["POST /api/chat.update", "POST /api/chat.postMessage"]);
  expect(server.messages[0]?.text).toContain("2 events");
});

test("a bot that Slack refuses is a failure, of a summary too", async () => {
  const server = await fakeSlack();
  servers.push(server);
  const world = notifyWorld(deliver(server.host));
  const config = { type: "slack", endpoint: `${server.url}/api`, token: "xoxb-2", channel: "C1", burst: 1 };
  const reports = [broken("e1"), broken("e2", { fingerprint: ["other"] })];
  await world.post(world.a, reports, [config]);
  await world.settle();
  world.clock.set(START + 61_000);
  await world.digests();
  expect(server.messages).toEqual([]);
  const decisions = await Promise.all(
    ["first", "summary"].map(async (kind) =>
      (await everyDelivery(world)).find((one) => one.kind === kind && one.outcome === "failed"),
    ),
  );
  expect(decisions.map((one) => one?.reason)).toEqual(["Slack says invalid_auth", "Slack says invalid_auth"]);
});

/** Of every issue. */
async function everyDelivery({ a: { ports } }: ReturnType<typeof notifyWorld>) {
  const { issues } = await listIssues(ports, { project: "shop", status: "all", sort: "lastSeen", limit: 10 });
  const pages = issues.map(({ id }) => listDeliveries(ports, { project: "shop", issue: id, limit: 100 }));
  return (await Promise.all(pages)).flatMap(({ deliveries }) => deliveries);
}
