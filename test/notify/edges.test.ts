import type { Accepted } from "@faultline/core/event";
import type { Alert } from "@faultline/destinations/alert";
import { readTarget } from "@faultline/destinations/all";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Discord, Mattermost, Teams } from "./fake-chats.js";
import { Create as GithubTicket } from "./fake-github.js";
import { Create as GitlabTicket } from "./fake-gitlab.js";
import { Incoming } from "./fake-slack.js";

// What is longer than a vendor takes is cut between characters as people see them, never in a link or an escape.

const FAMILY = "👩‍👩‍👧‍👦";
const CHARACTERS = ["x", "在", "が", "😀", FAMILY, "🇨🇭", "e\u0301", "&", "<", "`", "*", "|", "@", "\\"];

const alert = (more: Partial<Alert["issue"]> = {}, beside: Partial<Alert> = {}): Alert => ({
  kind: "first",
  issue: {
    id: "iss_1",
    project: "shop",
    title: "",
    type: "E",
    message: "m",
    culprit: "checkout (app/cart.js)",
    level: "error",
    status: "unresolved",
    regressed: false,
    count: 1,
    users: 1,
    firstSeen: 0,
    lastSeen: 0,
    tags: {},
    fingerprint: "f",
    ...more,
  },
  crossed: [],
  reasons: [],
  hours: Array.from({ length: 24 }, (_, hour) => hour),
  link: "https://faultline.example/i",
  page: "https://faultline.example/page",
  signature: "s",
  now: "2026-11-29T00:00:00Z",
  ...beside,
});

interface Vendor {
  readonly name: string;
  readonly config: object;
  readonly takes: z.ZodType;
  /** What shows the title, in what is sent first, and how many characters it may have. */
  titleIn(sent: unknown): unknown;
  readonly titleMax: number;
  /** How the type is written in it. */
  readonly head: string;
  readonly linkMax: number;
}

const webhook = (preset: string) => ({ type: "webhook", url: "https://hooks.example/x", preset });
const ticket = { owner: "a", repo: "b" };
const [Title, Embeds, Attachments] = [
  z.object({ title: z.string() }),
  z.object({ embeds: z.tuple([z.object({ title: z.string() })]) }),
  z.object({ attachments: z.tuple([z.object({ title: z.string() })]) }),
];
const Card = z.object({
  attachments: z.tuple([
    z.object({
      content: z.object({ body: z.tuple([z.unknown(), z.object({ text: z.string() })]).rest(z.unknown()) }),
    }),
  ]),
});
const Message = z.object({ text: z.string() });

const VENDORS: readonly Vendor[] = [
  {
    name: "Slack",
    config: { type: "slack", endpoint: "https://hooks.slack.example/x" },
    takes: Incoming,
    titleIn: (sent) => Message.parse(sent).text.replace(/^New issue: /, ""),
    titleMax: 250,
    head: "[E] ",
    linkMax: 3000,
  },
  {
    name: "GitHub",
    config: { type: "github", userToken: "t", ...ticket },
    takes: GithubTicket,
    titleIn: (sent) => Title.parse(sent).title,
    titleMax: 256,
    head: "[E] ",
    linkMax: 2048,
  },
  {
    name: "GitLab",
    config: { type: "gitlab", personalAccessToken: "t", ...ticket },
    takes: GitlabTicket,
    titleIn: (sent) => Title.parse(sent).title,
    titleMax: 255,
    head: "[E] ",
    linkMax: 2048,
  },
  {
    name: "Discord",
    config: webhook("discord"),
    takes: Discord,
    titleIn: (sent) => Embeds.parse(sent).embeds[0].title,
    titleMax: 256,
    head: "\\[E\\] ",
    linkMax: 2048,
  },
  {
    name: "Teams",
    config: webhook("teams"),
    takes: Teams,
    titleIn: (sent) => Card.parse(sent).attachments[0].content.body[1].text,
    titleMax: 512,
    head: "\\[E\\] ",
    linkMax: 2048,
  },
  {
    name: "Mattermost",
    config: webhook("mattermost"),
    takes: Mattermost,
    titleIn: (sent) => Attachments.parse(sent).attachments[0].title,
    titleMax: 512,
    head: "\\[E\\] ",
    linkMax: 2048,
  },
];

/** The body of the request that tells, when a tracker finds nothing. */
function sentTo(config: object, told: Alert): unknown {
  const target = readTarget(config);
  if (typeof target === "string" || target.delivery.kind !== "requests") throw new Error(String(target));
  const flow = target.delivery.deliver(told, {});
  const nothing = (url: string) => (url.includes("/search/") ? '{"items":[]}' : "[]");
  let step = flow.next();
  while (!step.done) {
    const { method, url, body = "" } = step.value;
    if (method === "POST") return JSON.parse(body);
    step = flow.next({ status: 200, headers: {}, body: nothing(url) });
  }
  throw new Error("nothing was sent");
}

/** So many characters, and before them what makes the whole `length` long. */
function textOf(character: string, length: number): string {
  const count = Math.floor((length - 10) / character.length);
  return "x".repeat(length - count * character.length) + character.repeat(count);
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
function wholeStart(text: string, charsMax: number): string {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, charsMax + 64))) {
    if (index + segment.length > charsMax) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

const plain = CHARACTERS.slice(0, 7);

describe.each(VENDORS)("$name", ({ config, takes, titleIn, titleMax, head, linkMax }) => {
  test.each(plain)("a title is cut at %s, and only when it is too long", (character) => {
    for (const length of [titleMax - 1, titleMax, titleMax + 1, titleMax + 40]) {
      const title = `${head}${textOf(character, length - head.length)}`;
      const sent = sentTo(config, alert({ message: title.slice(head.length) }));
      takes.parse(sent);
      expect(titleIn(sent)).toBe(wholeStart(title, titleMax));
    }
  });

  test.each(CHARACTERS)("whatever an error says in however many %s, the vendor takes it", (character) => {
    for (let more = 0; more < 6; more++) {
      const long = "x".repeat(more) + character.repeat(3000);
      const short = wholeStart(long, 256);
      const frame = { file: long, function: long, line: 1, inApp: true };
      const thrown = {
        type: long,
        message: long,
        stack: long,
        frames: Array.from({ length: 100 }, () => frame),
      };
      const context = { user: { id: long }, contexts: { a: long }, extra: { b: long }, tags: { c: long } };
      const occurrence = { event: { exceptions: [thrown], ...context } } as unknown as Accepted;
      const issue = {
        message: long,
        culprit: long,
        release: long,
        environment: long,
        type: long.slice(0, 256),
      };
      takes.parse(sentTo(config, alert({ ...issue, project: short }, { occurrence })));
      takes.parse(
        sentTo(config, alert(issue, { kind: "count", crossed: Array.from({ length: 999 }, (_, n) => n) })),
      );
    }
  });

  test("an address that is too long becomes the issue's own", () => {
    for (const length of [linkMax - 1, linkMax, linkMax + 1]) {
      const link = `https://faultline.example/${"a".repeat(length - 26)}`;
      const sent = sentTo(config, alert({ message: "&".repeat(3000) }, { link }));
      takes.parse(sent);
      expect(JSON.stringify(sent).includes(link)).toBe(length <= linkMax);
      expect(JSON.stringify(sent).includes("https://faultline.example/page")).toBe(length > linkMax);
    }
  });
});

test.each([
  ["\nsecond line only", "second line only"],
  ["\r\n \n\u2028 second\rline", "second"],
  ["\n\n", ""],
])("a message that begins with empty lines has its first words in the title: %j", (message, words) => {
  for (const { config, titleIn, head } of VENDORS)
    expect(titleIn(sentTo(config, alert({ message })))).toBe(`${head}${words}`.trim());
});

describe("a ticket's body", () => {
  const bodyOf = (told: Alert) =>
    z.object({ body: z.string() }).parse(sentTo({ type: "github", userToken: "t", ...ticket }, told)).body;

  test.each(["x", "在", "😀", FAMILY, "`"])(
    "of however many %s ends in its marker, its code blocks whole",
    (character) => {
      for (const length of [8999, 9000, 9001]) {
        const message = textOf(character, length);
        const body = bodyOf(alert({ message }));
        expect(body.endsWith("<!-- faultline:iss_1:s -->")).toBe(true);
        const lines = body.split("\n");
        const opens = lines.findIndex((line) => /^`{3,}$/.test(line));
        const ticks = lines[opens] ?? "";
        const text = lines[opens + 1] ?? "";
        expect(lines[opens + 2]).toBe(ticks);
        expect(text).not.toContain(ticks);
        expect(message.startsWith(text)).toBe(true);
        expect(text.replace(/^x*/, "").replaceAll(character, "")).toBe("");
        if (character !== "`") expect(text.length).toBe(wholeStart(message, 9000).length);
      }
    },
  );

  test("has a link that nothing in it ends", () => {
    const body = bodyOf(alert({}, { link: "https://faultline.example/total() of <b> c" }));
    expect(body).toContain("[Open in Faultline](https://faultline.example/total%28%29%20of%20%3cb%3e%20c)");
  });
});

describe("a mail", () => {
  test.each(plain)("has a subject that is cut at %s", (character) => {
    const target = readTarget({ type: "email", to: "a@b.example" });
    if (typeof target === "string" || target.delivery.kind !== "digest") throw new Error(String(target));
    for (const length of [199, 200, 201, 240]) {
      const subject = `shop: [E] ${textOf(character, length - 10)}`;
      const mail = target.delivery.mail("shop", [alert({ message: subject.slice(10) })]);
      expect(mail.subject).toBe(wholeStart(subject, 200));
    }
  });
});

describe.each([
  ["discord", Discord],
  ["teams", Teams],
  ["mattermost", Mattermost],
] as const)("one message in place of many", (preset, takes) => {
  test(`${preset} takes it, whatever the project is called`, () => {
    for (const project of CHARACTERS.map((one) => one.repeat(85)))
      for (const length of [1600, 1900, 1999, 2000, 2001, 3000])
        takes.parse(summaryFor(preset, project, `https://faultline.example/${"a".repeat(length - 26)}`));
  });
});

function summaryFor(preset: string, project: string, link: string): unknown {
  const target = readTarget(webhook(preset));
  if (typeof target === "string" || target.delivery.kind !== "requests") throw new Error(String(target));
  const step = target.delivery.summary({ project, text: "and 5 more in 2 issues", link, now: 0 })?.next();
  if (!step || step.done) throw new Error("nothing was sent");
  return JSON.parse(step.value.body ?? "");
}
