import { deliver } from "@faultline/service/notify/http-sender";
import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { afterEach, describe, expect, test } from "vitest";
import { fakeGithub } from "./fake-github.js";
import { fakeGitlab } from "./fake-gitlab.js";
import type { FakeServer } from "./fake-server.js";
import { OWN_LOGIN, type Tickets } from "./tickets.js";

// Teams that come from the original faultline have its tickets. They are told, and not made a second time.

const servers: FakeServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const place = { owner: "acme", repo: "shop", threshold: 1, notifyInterval: 1, burst: 1000 };
const TRACKERS = [
  {
    name: "GitHub",
    open: fakeGithub,
    config: (endpoint: string) => ({ type: "github", ...place, userToken: "ghp_1", endpoint }),
  },
  {
    name: "GitLab",
    open: fakeGitlab,
    config: (endpoint: string) => ({
      type: "gitlab",
      ...place,
      owner: "acme/web",
      personalAccessToken: "glpat-1",
      endpoint,
    }),
  },
];

/** As the original wrote a ticket. */
const original = (title: string) => ({
  title,
  labels: ["faultline", "bug"],
  body: [
    "## backtrace\n\n```\napp/cart.js(12) checkout\n```\n\n## params\n\n\n```\n{}\n```\n",
    "## project\nshop\n\n## type\nTypeError\n\n## timestamp\n2019-04-01T09:00:00+09:00\n",
    "> This issue was created by [faultline](https://github.com/faultline/faultline).",
  ].join("\n"),
});

describe.each(TRACKERS)("$name", ({ open, config }) => {
  async function worldOf() {
    const server: FakeServer & Tickets = await open();
    servers.push(server);
    const world = notifyWorld(deliver(server.host));
    let n = 0;
    return {
      home: server.home,
      server,
      async event(message: string, more = {}) {
        await world.post(world.a, [broken(`e${++n}`, { message, ...more })], [config(server.url)]);
        await world.settle();
        world.clock.set(world.clock.now() + 61_000);
      },
    };
  }

  test.each([
    ["total is not a function", "[TypeError] total is not a function"],
    ["a\nb, and more", "[TypeError] a b, and more"],
    [
      `${"total is not a function, ".repeat(12)}`,
      `[TypeError] ${"total is not a function, ".repeat(9)}...9111907fb0`,
    ],
    [`在庫数が${"不正です。".repeat(40)}`, `[TypeError] 在庫数が${"不正です。".repeat(14)}不...4347f32842`],
  ])(
    "a ticket that the original made of it is reopened and told, and remembered: %#",
    async (message, title) => {
      const { home, server, event } = await worldOf();
      const ticket = home.add(original(title));
      ticket.state = "closed";
      await event(message);
      expect([home.tickets.length, ticket.state, ticket.comments.length]).toEqual([1, "open", 1]);
      server.calls.length = 0;
      await event(message);
      expect(ticket.comments).toHaveLength(2);
      expect(server.calls.filter((call) => call.startsWith("GET"))).toHaveLength(1);
      expect(server.wrong).toEqual([]);
    },
  );

  test("somebody else's ticket of that title, and one of ours, are none that the original made", async () => {
    const { home, event } = await worldOf();
    const title = "[TypeError] total is not a function";
    const theirs = home.add(original(title), "mallory");
    const ours = home.add({
      ...original(title),
      body: `${original(title).body}\n\n<!-- faultline:iss_other:0 -->`,
    });
    const longer = home.add(original(`${title} at all`), OWN_LOGIN);
    await event("total is not a function");
    expect([theirs, ours, longer].flatMap(({ comments }) => comments)).toEqual([]);
    expect(home.tickets).toHaveLength(4);
  });

  test("an error whose text is the original's last line makes no ticket into one of the original's", async () => {
    const { home, event } = await worldOf();
    const message = original("").body;
    await event(message);
    await event(message, { fingerprint: ["another issue of the same title"] });
    expect(home.tickets.map(({ comments }) => comments.length)).toEqual([0, 0]);
  });
});
