import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { cut } from "@faultline/core/whole-characters";
import { expect, test } from "vitest";
import type { Alert } from "./alert.js";
import { readTarget } from "./all.js";

const EVIL =
  "@all @channel <!channel> [click](https://evil.example/x) ![i](https://evil.example/i.png) `x` *b* |p| <@1> https://evil.example/y\u202e";

const issue: Issue = {
  id: "iss_1",
  project: "shop",
  title: EVIL,
  type: "TypeError",
  message: EVIL,
  culprit: EVIL,
  level: "error",
  status: "unresolved",
  regressed: false,
  count: 1,
  users: 1,
  firstSeen: 0,
  lastSeen: 0,
  release: EVIL,
  environment: EVIL,
  tags: {},
  fingerprint: "f",
};

const alert = (more: Partial<Issue> = {}, file = EVIL): Alert => ({
  kind: "first",
  issue: { ...issue, ...more },
  occurrence: {
    event: { exceptions: [{ type: "T", message: "m", frames: [{ file, line: 1, inApp: true }] }] },
  } as unknown as Accepted,
  crossed: [],
  reasons: [],
  hours: [],
  link: "https://faultline.example/i",
  page: "https://faultline.example/i",
  signature: "s",
  now: "2026-11-29T00:00:00Z",
});

/** What a destination is sent first. */
function bodyFor(input: object, told: Alert): string {
  const target = readTarget(input);
  if (typeof target === "string" || target.delivery.kind !== "requests") throw new Error(String(target));
  const step = target.delivery.deliver(told, {}).next();
  return step.done ? "" : (step.value.body ?? "");
}

const webhook = (preset: string) => ({ type: "webhook", url: "https://hooks.example/x", preset });

test.each(["discord", "teams", "mattermost"])(
  "%s shows what an event says as text: no link, image, mention or markup",
  (preset) => {
    const body: unknown = JSON.parse(bodyFor(webhook(preset), alert()));
    const texts: string[] = [];
    JSON.stringify(body, (_, value: unknown) => {
      if (typeof value === "string" && value.includes("evil")) texts.push(value);
      return value;
    });
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) {
      expect(text).not.toMatch(/(^|[^\\])[[\]()`*<>|!]/);
      expect(text).not.toMatch(/@(all|channel|1)|https:\/\/evil|\u202e/);
    }
  },
);

const SLACK = { type: "slack", endpoint: "https://hooks.slack.com/services/T/B/x" };

test("a backtick in a file's name ends no code span in Slack, and nothing is linked or mentioned", () => {
  const body = bodyFor(SLACK, alert({}, "a`*b* <!channel>.js"));
  const { blocks } = JSON.parse(body) as { blocks: { text?: { text: string; verbatim?: boolean } }[] };
  const [, section] = blocks;
  expect(section?.text?.text.match(/`/g)).toHaveLength(2);
  expect(body).not.toMatch(/<!channel>|<@1>/);
  expect(blocks.every(({ text }) => text === undefined || text.verbatim === true)).toBe(true);
});

test("Slack is told of the call as others are, of one event as one, and of a time with its zone", () => {
  const one = alert({ culprit: "load_price (one.py)", lastSeen: Date.UTC(2026, 10, 29, 14, 31, 28) });
  const frames = [{ file: "one.py", line: 6, function: "load_price", inApp: true }];
  const occurrence = {
    event: { exceptions: [{ type: "T", message: "m", frames }] },
  } as unknown as Accepted;
  const body = bodyFor(SLACK, { ...one, occurrence });
  expect(body).toContain("`load_price (one.py:6)`");
  expect(body).toContain("1 event, 1 user · last 2026-11-29 14:31:28 UTC");
  const tokyo = bodyFor({ ...SLACK, timezone: "Asia/Tokyo" }, { ...one, occurrence });
  expect(tokyo).toContain("last 2026-11-29 23:31:28 GMT+9");
});

const FAMILY = "👩‍👩‍👧‍👦";

test.each(["😀", FAMILY, "é", "🇨🇭"])("a title is cut between whole characters: %s", (character) => {
  for (let shift = 0; shift < 30; shift++) {
    const message = "x".repeat(shift) + character.repeat(200);
    for (const config of [
      SLACK,
      webhook("discord"),
      webhook("mattermost"),
      { type: "github", userToken: "t", owner: "a", repo: "b" },
    ]) {
      const body = bodyFor(config, alert({ message, type: "T" }));
      expect(body).not.toMatch(/\\ud[89a-f]/i);
    }
    const short = cut(message, 250);
    expect(short.length).toBeLessThanOrEqual(250);
    expect(short.replace(/^x*/, "").replaceAll(character, "")).toBe("");
  }
});
