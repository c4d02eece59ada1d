import { expect, test } from "vitest";
import { readTarget } from "./all.js";
import { asMeant, ruleOf, Shared } from "./config.js";

const rule = (config: Readonly<Record<string, unknown>>) => ruleOf(Shared.parse(asMeant(config)));
const slack = (more: object) =>
  readTarget({ type: "slack", endpoint: "https://hooks.slack.example/x", channel: "#x", ...more });

test("zeros, as the original's Go client sends them for what is not set, mean the first event alone", () => {
  expect(rule({ notifyInterval: 0, threshold: 0, username: "" })).toEqual(rule({}));
  expect(rule({ notifyInterval: 5, threshold: 0 })).toEqual(rule({ notifyInterval: 5 }));
});

test("numbers may come as texts", () => {
  expect(rule({ notifyInterval: "5", threshold: "10" })).toEqual(rule({ notifyInterval: 5, threshold: 10 }));
  expect(slack({ threshold: "often" })).toMatch(/threshold/);
  expect(slack({ notifyInterval: -1 })).toMatch(/notifyInterval/);
});

test("what is empty is not set", () => {
  expect(Shared.parse(asMeant({ timezone: "", linkTemplate: "" }))).toEqual(Shared.parse({}));
  expect(slack({ endpoint: "" })).toMatch(/give an endpoint/);
});

test("what the original's schema names is a setting, none is dropped in silence, and what is none is named", () => {
  const common = {
    notifyInterval: 5,
    threshold: 10,
    timezone: "Asia/Tokyo",
    linkTemplate: "https://x",
    linkExpires: 9,
  };
  const ticket = { ...common, owner: "o", repo: "r", labels: ["bug"], if_exist: "reopen-and-update" };
  const configs = [
    { ...common, type: "slack", endpoint: "https://hooks.slack.example/x", channel: "#x", username: "f" },
    { ...ticket, type: "github", userToken: "t", endpoint: "https://github.example/api/v3" },
    {
      ...ticket,
      type: "gitlab",
      personalAccessToken: "t",
      endpoint: "https://gitlab.example",
      confidential: true,
    },
  ];
  const icons = [
    { iconEmoji: ":x:" },
    { iconUrl: "https://x" },
    { icon_emoji: ":x:" },
    { icon_url: "https://x" },
  ];
  const known = [...configs, ...icons.map((icon) => ({ ...configs[0], ...icon }))];
  for (const config of known) expect(readTarget(config)).toMatchObject({ unknown: [] });
  expect(slack({ "": "x" })).toMatchObject({ unknown: [""] });
  expect(slack({ iconEmogi: ":x:", "bot\nname": "x" })).toMatchObject({ unknown: ["iconEmogi", "bot name"] });
});

test("of what is not set, and of what the original's documentation misspells, a config is read as it was meant", () => {
  expect(slack({ labels: null, username: null, linkExpires: -1 })).toMatchObject({ unknown: [] });
  const github = {
    type: "github",
    userToken: "t",
    owner: "o",
    repo: "r",
    labels: null,
    if_exist: "reopen-and-commend",
  };
  expect(readTarget(github)).toMatchObject({ config: { labels: [], if_exist: "reopen-and-comment" } });
});

test.each([
  ["https://gitlab.example", "https://gitlab.example/api/v4"],
  ["https://gitlab.example/", "https://gitlab.example/api/v4"],
  ["http://127.0.0.1:3390", "http://127.0.0.1:3390/api/v4"],
  ["https://example.com/gitlab", "https://example.com/gitlab/api/v4"],
  ["https://gitlab.example/api/v4/", "https://gitlab.example/api/v4"],
])("the original names GitLab's server, not its API: %s", (endpoint, api) => {
  const config = { type: "gitlab", personalAccessToken: "t", owner: "o", repo: "r", endpoint };
  expect(readTarget(config)).toMatchObject({ config: { endpoint: api } });
});

test.each([
  [{}, /slack: when: say at least one/],
  [{ env: ["production"] }, /slack: when: an object of environment, level and tags/],
  ["production", /slack: when: an object of environment, level and tags/],
  [{ environment: "production" }, /slack: when\.environment: .*array/],
  [{ level: [] }, /slack: when\.level: /],
  [{ tags: { plan: 3 } }, /slack: when\.tags\.plan: a text of 200 characters, or a list of such/],
  [{ tags: { ["x".repeat(150)]: 3 } }, /^slack: when\.tags\.x{60,80}…?: a text/],
])("a condition %j is refused with what is wrong", (when, told) => {
  expect(slack({ when })).toMatch(told);
});

test("a config without a condition is kept as it was before there were any", () => {
  expect(JSON.stringify(slack({}))).not.toContain("when");
  expect(slack({ when: { level: ["fatal"] } })).toMatchObject({ config: { when: { level: ["fatal"] } } });
  expect(rule({ when: null })).toEqual(rule({}));
});

test("a config is measured before it is read", () => {
  expect(slack({ endpoint: `https://x/${"/".repeat(1_000_000)}` })).toMatch(/3000 bytes/);
});
