import type { Report } from "@faultline/core/report";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { beforeAll, describe, expect, test } from "vitest";
import { forRequest } from "../../ingest/deadline.js";
import { ingest } from "../../ingest/ingest.js";
import { ensureProject } from "../../projects/projects.js";
import { decide } from "../../triage/triage.js";
import { listIssues } from "../list-issues.js";
import type { ListIssues } from "../listing.js";

const SEED = Number(process.env.SEED ?? 11);
const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const ISSUES = 150;
const EVENTS = 1_500;

const clock = virtualClock(NOW - 100 * HOUR);
const { ports, settle } = memoryRegion({ region: "us-east-1", clock, seed: SEED });
/** Every event that was sent, by the issue it went into; told by the class, which each issue has of its own. */
const sent = new Map<string, Sent[]>();
type Sent = Report & { readonly at: number };

const pick = <T>(random: () => number, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
};

/** Most have few events, a few have many; what an event says differs from one to the next. */
function reportOf(random: () => number, turn: number): Report {
  const kind = Math.floor(ISSUES ** random()) - 1;
  const release = pick(random, ["1.0", "1.1", "2.0-beta", "5.0.1"]);
  const noun = pick(random, ["card", "cart", "session", "Überweisung"]);
  return {
    eventId: `evt-${turn}`,
    timestamp: clock.now(),
    level: pick(random, ["error", "warning", "fatal"]),
    type: `Failure${kind}`,
    message: `${noun} was declined for order ${turn} of shop ${kind}`,
    exceptions: [
      {
        type: `Failure${kind}`,
        message: `${noun} was declined for order ${turn} of shop ${kind}`,
        frames: [
          { file: `src/checkout/part${kind}.ts`, function: `charge${kind % 7}`, inApp: true, line: 4 },
          { file: "node_modules/express/lib/router.js", function: "Router.handle", inApp: false },
        ],
      },
    ],
    handled: random() < 0.2,
    release: random() < 0.9 ? release : undefined,
    environment: pick(random, ["production", "staging", "Pre Prod"]),
    user: random() < 0.05 ? { id: `u${kind}`, email: `u${kind}@example.com` } : undefined,
    tags: {
      customer: pick(random, ["acme", "globex", "Initech Ltd"]),
      ...(kind % 10 === 3 && { beta: "yes" }),
    },
    contexts: {
      browser: { name: pick(random, ["Chrome", "Firefox"]), version: "120.0" },
      os: { name: "Linux" },
    },
  };
}

beforeAll(async () => {
  const random = seeded(SEED);
  const project = await ensureProject(ports, "shop");
  for (let turn = 0; turn < EVENTS; turn++) {
    clock.set(clock.now() + (99 * HOUR) / EVENTS);
    const report = reportOf(random, turn);
    sent.set(report.type, [...(sent.get(report.type) ?? []), { ...report, at: clock.now() }]);
    await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
    if (turn % 50 === 0) await settle();
  }
  await settle();
  // What moves within the second in which a listing begins may stand in it where it was.
  clock.set(NOW - 10_000);
  const all = await found("");
  for (const [place, { id }] of all.entries())
    if (place % 9 === 0) await decide(ports, { project: "shop", issue: id, status: "resolved", by: "test" });
  await settle();
  clock.set(NOW);
});

/** All that a search finds, page after page. */
async function found(query: string, more: Partial<ListIssues> = {}) {
  const issues = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(ports, {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      limit: 7,
      query,
      cursor,
      ...more,
    });
    issues.push(...page.issues);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return issues;
}

type OfIssue = (events: readonly Sent[]) => boolean;
const any =
  (isMet: (event: Sent) => boolean | undefined): OfIssue =>
  (events) =>
    events.some((event) => isMet(event));
const none =
  (isMet: (event: Sent) => boolean | undefined): OfIssue =>
  (events) =>
    !any(isMet)(events);
const both =
  (...tests: readonly OfIssue[]): OfIssue =>
  (events) =>
    tests.every((isMet) => isMet(events));
const first = (events: readonly Sent[]): number => Math.min(...events.map(({ at }) => at));
const last = (events: readonly Sent[]): number => Math.max(...events.map(({ at }) => at));
const has = (text: string) => any(({ message }) => new RegExp(`\\b${text}\\b`, "iu").test(message));
const tagged = (value: string) => any(({ tags }) => tags?.customer === value);
const env = (name: string) => any(({ environment }) => environment === name);
const of = (release: string) => any((event) => event.release === release);

const SEARCHES: readonly (readonly [string, OfIssue])[] = [
  ["env:production", env("production")],
  ["environment:staging", env("staging")],
  ['env:"pre prod"', env("Pre Prod")],
  ["-env:production", none(({ environment }) => environment === "production")],
  [
    "env:production -env:staging",
    both(
      env("production"),
      none(({ environment }) => environment === "staging"),
    ),
  ],
  ["env:pro*", env("production")],
  ["env:nowhere", () => false],
  ["release:1.0", of("1.0")],
  ["release:1.*", any(({ release }) => release?.startsWith("1."))],
  ["-release:1.*", none(({ release }) => release?.startsWith("1."))],
  ["release:2.0-beta release:5.0.1", both(of("2.0-beta"), of("5.0.1"))],
  ["-has:release", none(({ release }) => release !== undefined)],
  ["has:release", any(({ release }) => release !== undefined)],
  ["level:fatal", any(({ level }) => level === "fatal")],
  ["-level:warning", none(({ level }) => level === "warning")],
  ["level:warn*", any(({ level }) => level === "warning")],
  ["handled:true", any(({ handled }) => handled === true)],
  ["-handled:true", none(({ handled }) => handled === true)],
  ["type:Failure3", any(({ type }) => type === "Failure3")],
  ["type:failure1*", any(({ type }) => type.startsWith("Failure1"))],
  ["customer:acme", tagged("acme")],
  ["tag.customer:globex", tagged("globex")],
  ['customer:"Initech Ltd"', tagged("Initech Ltd")],
  ["customer:init*", tagged("Initech Ltd")],
  ["-customer:acme", none(({ tags }) => tags?.customer === "acme")],
  ["customer:acme customer:globex", both(tagged("acme"), tagged("globex"))],
  ["has:beta", any(({ tags }) => tags?.beta !== undefined)],
  [
    "-has:beta env:staging",
    both(
      none(({ tags }) => tags?.beta !== undefined),
      env("staging"),
    ),
  ],
  ["tag.nothing:x", () => false],
  ["user:u5", any(({ user }) => user?.id === "u5")],
  ["user:u5@example.com", any(({ user }) => user?.id === "u5")],
  ["user:u1*", any(({ user }) => user?.id?.startsWith("u1"))],
  ["has:user", any(({ user }) => user !== undefined)],
  ["-has:user", none(({ user }) => user !== undefined)],
  ["browser:Chrome", any(({ contexts }) => JSON.stringify(contexts).includes("Chrome"))],
  ['browser:"Firefox 120.0"', any(({ contexts }) => JSON.stringify(contexts).includes("Firefox"))],
  ["-browser:Firefox", none(({ contexts }) => JSON.stringify(contexts).includes("Firefox"))],
  ["os:linux", () => true],
  ["file:src/checkout/part3.ts", any(({ type }) => type === "Failure3")],
  ["file:part3.ts", any(({ type }) => type === "Failure3")],
  ["file:checkout/part1*", any(({ type }) => type.startsWith("Failure1"))],
  ["file:router.js", () => false],
  ["file:outer.js", () => false],
  ["function:charge2", any(({ type }) => Number(type.slice(7)) % 7 === 2)],
  ["function:handle", () => false],
  ["-function:charge0", none(({ type }) => Number(type.slice(7)) % 7 === 0)],
  ["card", has("card")],
  ["CART", has("cart")],
  ["über*", any(({ message }) => message.startsWith("Überweisung"))],
  ["-session", none(({ message }) => message.includes("session"))],
  ["car*", any(({ message }) => /\bcar/.test(message))],
  ['"was declined"', () => true],
  ['"declined was"', () => false],
  ["shop-12", has("shop 12")],
  ['message:"card was"', has("card")],
  ["title:failure4", any(({ type }) => type === "Failure4")],
  ["message:express", () => false],
  ["express", () => false],
  ["checkout", () => true],
  ["part8.ts", any(({ type }) => type === "Failure8")],
  [`firstSeen:>-24h`, (events) => first(events) >= NOW - 24 * HOUR],
  [`lastSeen:<-24h`, (events) => last(events) < NOW - 24 * HOUR],
  ["firstSeen:2026-11-22", (events) => new Date(first(events)).toISOString().startsWith("2026-11-22")],
  [
    "lastSeen:>=2026-11-24 env:production",
    both((events) => last(events) >= Date.UTC(2026, 10, 24), env("production")),
  ],
  [
    "card env:staging -level:fatal customer:acme",
    both(
      has("card"),
      env("staging"),
      tagged("acme"),
      none(({ level }) => level === "fatal"),
    ),
  ],
];

const named = (types: Iterable<string>): string[] => [...types].sort();
const expected = (isMet: OfIssue): string[] =>
  named([...sent].filter(([, events]) => isMet(events)).map(([type]) => type));

describe("a search finds what looking through every event finds", () => {
  test.each(SEARCHES)("%s", async (query, isMet) => {
    const issues = await found(query);
    expect(named(issues.map(({ type }) => type)), `SEED=${SEED}`).toEqual(expected(isMet));
    const times = issues.map(({ lastSeen }) => lastSeen);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test.each(["firstSeen", "count", "users"] as const)(
    "sorted by %s it finds the same, highest first",
    async (sort) => {
      for (const [query, isMet] of SEARCHES.filter((_, place) => place % 8 === 0)) {
        const issues = await found(query, { sort });
        expect(named(issues.map(({ type }) => type))).toEqual(expected(isMet));
        const values = issues.map((issue) => issue[sort]);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }
    },
  );
});

test("what is decided counts as it stands now, alone and beside the list's status", async () => {
  const resolved = (await found("", { status: "resolved" })).map(({ id }) => id).sort();
  expect(resolved.length).toBeGreaterThan(3);
  expect((await found("is:resolved")).map(({ id }) => id).sort()).toEqual(resolved);
  expect((await found("env:production is:resolved")).every(({ status }) => status === "resolved")).toBe(true);
  expect((await found("-is:resolved")).some(({ id }) => resolved.includes(id))).toBe(false);
});

test("an issue's id, and an event's, lead to the issue", async () => {
  const [issue] = await found("type:Failure5");
  expect((await found(issue?.id ?? "")).map(({ id }) => id)).toEqual([issue?.id]);
  const id = "0123456789abcdef0123456789abcdef";
  const project = await ensureProject(ports, "shop");
  const report = { ...reportOf(seeded(1), 0), eventId: id, type: "Failure5" };
  await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
  await settle();
  const page = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: id,
  });
  expect(page).toMatchObject({ event: id, issues: [{ project: "shop" }] });
});

test("where an issue has more numbers than are kept, a search for one says so", async () => {
  const { gaps } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: "order 4711",
  });
  expect(gaps?.map(({ of: what }) => what)).toContain("message numbers");
  const plain = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: "card env:x",
  });
  expect(plain.gaps).toEqual([]);
});
