import { createServer } from "node:http";
import { deliver } from "@faultline/service/notify/http-sender";
import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { afterEach, describe, expect, test } from "vitest";
import { fakeGithub } from "./fake-github.js";
import { fakeGitlab } from "./fake-gitlab.js";
import type { FakeServer } from "./fake-server.js";
import type { Tickets } from "./tickets.js";

// Tickets are moved, and repositories renamed, behind our back.

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const always = { threshold: 1, notifyInterval: 1, burst: 1000 };

interface Tracker {
  readonly name: string;
  open(base?: string): Promise<{ server: FakeServer & Tickets; config: object }>;
}

const TRACKERS: readonly Tracker[] = [
  {
    name: "GitHub",
    async open(base = "/api/v3") {
      const server = await fakeGithub(base);
      const place = { owner: "acme", repo: "shop", userToken: "ghp_1", endpoint: server.url };
      return { server, config: { type: "github", ...place, ...always } };
    },
  },
  {
    name: "GitLab",
    async open(base = "/gitlab") {
      const server = await fakeGitlab(base);
      const place = { owner: "acme/web", repo: "shop", personalAccessToken: "glpat-1", endpoint: server.url };
      return { server, config: { type: "gitlab", ...place, ...always } };
    },
  },
];

async function worldOf(tracker: Tracker) {
  const { server, config } = await tracker.open();
  servers.push(server);
  const world = notifyWorld(deliver(server.host));
  let n = 0;
  return {
    server,
    world,
    async event(more = {}) {
      await world.post(world.a, [broken(`e${++n}`, more)], [config]);
      await world.settle();
      world.clock.set(world.clock.now() + 61_000);
    },
    /** Of the last thing that was told. */
    async last() {
      const [delivery] = await world.deliveries();
      return delivery;
    },
  };
}

describe.each(TRACKERS)("$name", (tracker) => {
  test("a ticket that was transferred is told where it is now, and the next time at once", async () => {
    const { server, event, last } = await worldOf(tracker);
    await event();
    const [ticket] = server.home.tickets;
    if (!ticket) throw new Error("no ticket was made");
    const moved = server.home.move(ticket, server.other);
    await event();
    expect(await last()).toMatchObject({ outcome: "sent" });
    expect([server.home.tickets.length, ticket.comments.length, moved.comments.length]).toEqual([1, 0, 1]);
    server.calls.length = 0;
    moved.state = "closed";
    await event();
    expect([moved.state, moved.comments.length]).toEqual(["open", 2]);
    expect(server.calls.filter((call) => call.startsWith("GET"))).toHaveLength(1);
    expect(server.wrong).toEqual([]);
  });

  test("a repository that was renamed is told under its new name, of known tickets and of new ones", async () => {
    const { server, event, world } = await worldOf(tracker);
    await event();
    server.home.rename("acme/store");
    await event();
    expect(server.tickets[0]?.comments).toHaveLength(1);
    await event({ type: "RangeError", fingerprint: ["another"] });
    expect(server.tickets.map(({ title }) => title)).toEqual([
      "[TypeError] total is not a function",
      "[RangeError] total is not a function",
    ]);
    expect(server.wrong).toEqual([]);
    server.calls.length = 0;
    await event({ type: "RangeError", fingerprint: ["another"] });
    expect(server.tickets.map(({ comments }) => comments.length)).toEqual([1, 1]);
    expect(server.calls.filter((call) => call.startsWith("GET"))).toHaveLength(1);
    expect((await world.deliveries()).every(({ outcome }) => outcome === "sent")).toBe(true);
  });

  test("a ticket is found and told however long its text is, and whatever others have written", async () => {
    const { server, event, last } = await worldOf(tracker);
    server.troubles.push("no", "no", "lost");
    await event();
    const [ticket] = server.tickets;
    if (!ticket) throw new Error("no ticket was made");
    const marker = ticket.body.slice(ticket.body.lastIndexOf("<!--"));
    ticket.body = `${"在".repeat(60_000)}\n\n${marker}`;
    const decoy = { title: ticket.title, body: `${"在".repeat(60_000)} ${marker}`, labels: [] };
    for (let n = 0; n < 30; n++) server.home.add(decoy, "mallory");
    for (let n = 0; n < 4; n++) await event();
    expect(await last()).toMatchObject({ outcome: "sent", reference: "1" });
    expect(server.tickets).toHaveLength(31);
    expect(ticket.comments.length).toBeGreaterThan(1);
  });

  test("a ticket whose number is forgotten is found in the renamed repository, not made twice", async () => {
    const { server, event } = await worldOf(tracker);
    server.troubles.push("no", "no", "lost");
    await event();
    server.home.rename("acme/store");
    for (let n = 0; n < 4; n++) await event();
    expect(server.tickets).toHaveLength(1);
    expect(server.tickets[0]?.comments.length).toBeGreaterThan(0);
  });
});

test("a tracker that leads to another host, out of its API or round in circles is not followed, and gets no token", async () => {
  const asked: string[] = [];
  const leads = ["http://evil.example/api/v3/x", "http://HOST/elsewhere", "http://user:pass@HOST/api/v3/x"];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const { host = "" } = request.headers;
    const circle = `http://${host}/api/v3/repositories/1/issues/2`;
    response.writeHead(301, { location: leads.at(-1)?.replace("HOST", host) ?? circle }).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const place = { owner: "acme", repo: "shop", userToken: "ghp_1", endpoint: `http://${host}/api/v3` };
  for (const requests of [1, 1, 1, 4]) {
    asked.length = 0;
    const world = notifyWorld(deliver(`${host},evil.example:80`));
    await world.post(world.a, [broken("e1")], [{ type: "github", ...place, ...always }]);
    await world.settle();
    expect(asked).toHaveLength(requests);
    expect((await world.deliveries())[0]).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/^answered 301: it has moved.*not followed/),
    });
    leads.pop();
  }
});
