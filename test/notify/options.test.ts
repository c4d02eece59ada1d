import { deliver } from "@faultline/service/notify/http-sender";
import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { afterEach, expect, test } from "vitest";
import { fakeChats } from "./fake-chats.js";
import { fakeGitlab } from "./fake-gitlab.js";
import type { FakeServer } from "./fake-server.js";
import { fakeSlack } from "./fake-slack.js";

const servers: FakeServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test.each([
  [{ iconEmoji: ":ghost:" }, { icon_emoji: ":ghost:" }],
  [{ icon_url: "https://x.example/i.png" }, { icon_url: "https://x.example/i.png" }],
  [{ icon_emoji: ":ghost:", iconUrl: "https://x.example/i.png" }, { icon_url: "https://x.example/i.png" }],
])(
  "a message in Slack has the picture that its config names, by a webhook and by a bot: %o",
  async (icon, sent) => {
    const server = await fakeSlack();
    servers.push(server);
    const world = notifyWorld(deliver(server.host));
    await world.post(
      world.a,
      [broken("e1")],
      [
        {
          type: "slack",
          endpoint: `${server.url}/services/T/B/secret`,
          username: "faultline-notify",
          ...icon,
        },
        {
          type: "slack",
          endpoint: `${server.url}/api/`,
          token: "xoxb-1",
          channel: "#errors",
          username: "f",
          ...icon,
        },
      ],
    );
    await world.settle();
    expect(server.wrong).toEqual([]);
    expect(server.messages).toMatchObject([{ looks: sent }, { looks: sent }]);
  },
);

test("a ticket in GitLab is confidential when its config says so", async () => {
  const server = await fakeGitlab();
  servers.push(server);
  const world = notifyWorld(deliver(server.host));
  const place = { owner: "acme/web", repo: "shop", personalAccessToken: "glpat-1", endpoint: server.url };
  await world.post(world.a, [broken("e1")], [{ type: "gitlab", ...place, confidential: true }]);
  await world.settle();
  expect(server.tickets).toMatchObject([{ isConfidential: true }]);
});

test("the answer names what of a config means nothing, and uses the rest", async () => {
  const world = notifyWorld();
  const config = { type: "slack", endpoint: "https://hooks.slack.com/services/T/B/x", iconEmogi: ":x:" };
  const { warnings } = await world.post(world.a, [broken("e1")], [config]);
  expect(warnings).toEqual(["notifications.0: slack: left out, for it is no setting: iconEmogi"]);
  await world.settle();
  expect(world.asked).toHaveLength(1);
});

test("a chat that is told by a webhook takes what it is sent, and one message in place of many", async () => {
  const server = await fakeChats();
  servers.push(server);
  const world = notifyWorld(deliver(server.host));
  const configs = ["discord", "teams", "mattermost"].map((preset) => ({
    type: "webhook",
    preset,
    url: `${server.url}/${preset}`,
    burst: 1,
  }));
  await world.post(world.a, [broken("e1"), broken("e2", { fingerprint: ["other"] })], configs);
  await world.settle();
  world.clock.set(world.clock.now() + 61_000);
  await world.digests();
  expect(server.wrong).toEqual([]);
  expect(server.messages).toHaveLength(6);
});
