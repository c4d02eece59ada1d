import type { Report } from "@faultline/core/report";

// A project whose events differ from one to the next, and searches over it with what each of them means: looking through
// every event has to find the same. For tests of a few issues, and for measuring many.

const HOUR = 3_600_000;

/** When the project is searched. Its events came within the hundred hours before. */
export const SEARCHED_AT = Date.UTC(2026, 10, 24, 12);
export const HOURS = 100;

/** A report that was sent, and when that was. */
export type Sent = Report & { readonly timestamp: number };

const pick = <T>(random: () => number, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
};

/** One of so many issues: most have few events, a few have many; what an event says differs from one to the next. */
export function searchedReport(random: () => number, issues: number, turn: number, at: number): Sent {
  const kind = Math.floor(issues ** random()) - 1;
  const release = pick(random, ["1.0", "1.1", "2.0-beta", "5.0.1", "shop@1.1", "shop@6.2.0"]);
  const noun = pick(random, ["card", "cart", "session", "Überweisung"]);
  return {
    eventId: `evt-${turn}`,
    timestamp: at,
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

export type OfIssue = (events: readonly Sent[]) => boolean;
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
const first = (events: readonly Sent[]): number => Math.min(...events.map(({ timestamp }) => timestamp));
const last = (events: readonly Sent[]): number => Math.max(...events.map(({ timestamp }) => timestamp));
const has = (text: string) => any(({ message }) => new RegExp(`\\b${text}\\b`, "iu").test(message));
const tagged = (value: string) => any(({ tags }) => tags?.customer === value);
const env = (name: string) => any(({ environment }) => environment === name);
const of = (release: string) => any((event) => event.release === release);

/** What is searched for, and what that means for all events of an issue. */
export const SEARCHES: readonly (readonly [string, OfIssue])[] = [
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
  ["release:1.*", any(({ release }) => /^(shop@)?1\./.test(release ?? ""))],
  ["-release:1.*", none(({ release }) => /^(shop@)?1\./.test(release ?? ""))],
  ["release:6.2.0", of("shop@6.2.0")],
  ["release:1.1", any(({ release }) => release === "1.1" || release === "shop@1.1")],
  ["release:6.*", of("shop@6.2.0")],
  ["release:shop@1.1", of("shop@1.1")],
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
  [`firstSeen:>-24h`, (events) => first(events) >= SEARCHED_AT - 24 * HOUR],
  [`lastSeen:<-24h`, (events) => last(events) < SEARCHED_AT - 24 * HOUR],
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
