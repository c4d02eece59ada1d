import { readTarget } from "@faultline/destinations/all";
import { httpWorld, JSON_TYPE } from "@faultline/testing/http-world";
import { answered, broken, notifyWorld, SLACK, START } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { LAST_WRITE_WINS } from "../ports.js";
import { patchProject } from "../projects/projects.js";
import { configsPartition } from "../table/layout.js";
import { keepConfig } from "./configs.js";
import { encryptConfig } from "./encrypted-config.js";
import { LINK_MILLISECONDS_MAX, linkTo, openShared } from "./links.js";

const SECRET = "of somebody else";
const theirs = (id: string, timestamp = START) =>
  broken(id, {
    timestamp,
    user: { id: SECRET, email: `${SECRET}@shop.example` },
    request: { url: `https://shop.example/${SECRET}`, method: "POST" },
    extra: { cart: SECRET },
    tags: { customer: SECRET },
    release: SECRET,
    environment: SECRET,
    contexts: { app: { note: SECRET } },
  });

const every = { threshold: 1, notifyInterval: 1, linkExpires: 3600 };
const OPEN = [
  { ...SLACK, endpoint: "https://hooks.slack.com/services/T/B/mallory", ...every },
  { type: "slack", token: "xoxb-mallory", channel: "#m", ...every },
  { type: "github", userToken: "ghp_mallory", owner: "mallory", repo: "loot", ...every },
  { type: "gitlab", personalAccessToken: "glpat-mallory", owner: "mallory", repo: "loot", ...every },
  { type: "email", to: "mallory@example.com", digest: 1, ...every },
];

/** Everything a config's destination was told, its links followed. */
async function toldOf(world: ReturnType<typeof notifyWorld>): Promise<string> {
  const said = [
    ...world.asked.map(({ body, url }) => `${url} ${body}`),
    ...world.mails.map(({ text, subject }) => `${subject} ${text}`),
  ];
  const links = said.join(" ").match(/\/shared\/[\w-]+/g) ?? [];
  const app = createApp(world.a.ports, {
    healthy: async () => true,
    peerHealthy: async () => true,
    staleMilliseconds: 5000,
  });
  const opened = await Promise.all(links.map(async (link) => (await app.request(link)).text()));
  return [...said, ...opened].join("\n");
}

test.each(OPEN)("what came open with an event is told of that event alone: $type", async (config) => {
  const ticket = {
    ok: true,
    channel: "C",
    ts: "1",
    number: 1,
    iid: 1,
    state: "open",
    items: [],
    total_count: 0,
  };
  const world = notifyWorld(({ url }) => answered(200, url.includes("in=description") ? [] : ticket));
  await world.post(world.a, [theirs("1".repeat(32), START)], []);
  await world.post(
    world.a,
    [broken("2".repeat(32), { timestamp: START - 60_000, extra: { mine: "my own" } })],
    [config],
  );
  await world.settle();
  // Theirs is the latest again, and the issue's own earliest one.
  await world.post(world.a, [theirs("3".repeat(32), START + 1000)], []);
  await world.post(world.a, [broken("4".repeat(32), { timestamp: START - 50_000 })], [config]);
  await world.settle();
  world.clock.set(START + 10 * 60_000);
  await world.digests();
  const told = await toldOf(world);
  expect(told).toContain("total is not a function");
  expect(told).not.toContain(SECRET);
});

test("an event that brings no config tells nobody whose config came with another one", async () => {
  const world = notifyWorld(() => answered(200, "ok"));
  const [config] = OPEN;
  await world.post(world.a, [broken("1".repeat(32))], [config]);
  await world.settle();
  const before = world.asked.length;
  await world.post(world.a, [theirs("2".repeat(32), START + 1000)], []);
  await world.settle();
  expect(world.asked.length).toBe(before);
});

test.each(["encrypted", "set for the project", "set by an earlier version"])(
  "who had the right to see an issue is told of it: %s",
  async (how) => {
    const world = notifyWorld(() => answered(200, "ok"));
    const { ports } = world.a;
    const config = { ...SLACK, ...every };
    await world.post(world.a, [theirs("1".repeat(32), START)], []);
    if (how === "encrypted") {
      await world.post(
        world.a,
        [broken("2".repeat(32), { timestamp: START - 1000 })],
        [await encryptConfig(ports, config)],
      );
    } else {
      const target = readTarget(config);
      if (typeof target === "string") throw new Error(target);
      const notify = await keepConfig(ports, "shop", {
        target,
        isTrusted: how === "set for the project",
      });
      await patchProject(ports, "shop", { notify: [notify] });
      const row = await ports.log.get({ pk: configsPartition("shop"), sk: notify.config });
      if (row && how === "set by an earlier version")
        await ports.log.put({ ...row, trusted: undefined }, LAST_WRITE_WINS);
      await world.post(world.a, [broken("2".repeat(32), { timestamp: START - 1000 })], []);
    }
    await world.settle();
    expect(world.asked.map(({ body }) => body).join()).toContain(SECRET);
  },
);

test("what was encrypted once stays trusted when it comes open: it is the same destination", async () => {
  const world = notifyWorld(() => answered(200, "ok"));
  const config = { ...SLACK, ...every };
  await world.post(
    world.a,
    [broken("1".repeat(32), { timestamp: START - 1000 })],
    [await encryptConfig(world.a.ports, config)],
  );
  await world.post(world.a, [broken("2".repeat(32), { timestamp: START - 1000 })], [config]);
  const rows = await world.a.ports.log.query({ pk: configsPartition("shop") });
  expect(rows.items.map(({ trusted }) => trusted)).toEqual([true]);
});

test("a mail goes to whom who may see the issues has named, or to a domain that is listed", async () => {
  const world = notifyWorld();
  const email = { type: "email", to: "victim@elsewhere.example", digest: 1 };
  for (const to of [email.to, ["dev@example.com", email.to], "x@example.com.elsewhere.example"]) {
    const { warnings } = await world.post(world.a, [broken("1".repeat(32))], [{ ...email, to }]);
    expect(warnings.join()).toMatch(/encrypt the config/);
  }
  await world.settle();
  const another = broken("2".repeat(32), { fingerprint: ["another"] });
  await world.post(world.a, [another], [await encryptConfig(world.a.ports, email)]);
  await world.settle();
  world.clock.set(START + 2 * 60_000);
  await world.digests();
  expect(world.mails).toHaveLength(1);
});

const BAD: readonly object[] = [
  { type: "github", userToken: "ghp_1\nx-evil: 1", owner: "acme", repo: "shop" },
  { type: "github", userToken: "ghp_1", owner: "ac\ud800me", repo: "shop" },
  { type: "gitlab", personalAccessToken: "glpat ü", owner: "acme", repo: "shop" },
  { type: "gitlab", personalAccessToken: "glpat-1", owner: "acme", repo: "sh\udc00op" },
  { type: "slack", token: "xoxb\r\n1", channel: "#a" },
  { type: "slack", endpoint: SLACK.endpoint, username: "a\u0000b" },
  { ...SLACK, linkTemplate: "https://x.example/\ud800" },
  { type: "webhook", url: "https://hooks.slack.com/x", secret: "\ud800" },
];

test.each(BAD)(
  "a config that could never be told is refused when it comes, the others are used: %j",
  async (config) => {
    const world = notifyWorld();
    const { warnings } = await world.post(world.a, [broken("1".repeat(32))], [config, SLACK]);
    expect(warnings).toHaveLength(1);
    await world.settle();
    expect(world.asked).toHaveLength(1);
  },
);

test("a config that breaks while it tells costs no other one its turn, and is given up after some tries", async () => {
  const team = "https://hooks.slack.com/services/T/B/team";
  const world = notifyWorld(({ url }) => {
    if (url !== team) throw new TypeError("Invalid character in header content");
    return answered(200, "ok");
  });
  await world.post(world.a, [broken("1".repeat(32))], [SLACK, { ...SLACK, endpoint: team }]);
  for (let step = 0; step < 15; step++) {
    await world.settle();
    world.clock.set(world.clock.now() + 20 * 60_000);
  }
  expect(world.asked.filter(({ url }) => url === team)).toHaveLength(1);
  expect(world.asked.filter(({ url }) => url !== team)).toHaveLength(12);
  const outcomes = (await world.deliveries()).map(({ outcome }) => outcome);
  expect(outcomes.toSorted()).toEqual(["failed", "sent"]);
});

test("a message that ends within a character still makes an address", async () => {
  const { region } = httpWorld();
  const issue = { id: "iss_1", project: "shop", message: "half \ud83d" } as Parameters<typeof linkTo>[2];
  const link = await linkTo(region.ports, { linkTemplate: "https://x.example/{message}" }, issue, undefined);
  expect(link).toBe("https://x.example/half%20%EF%BF%BD");
});

test("a link shows its occurrence for thirty days at the most, or until the project's links are revoked", async () => {
  const { app, region, clock, post, change } = httpWorld();
  const { ports } = region;
  await post({ errors: [{ type: "T", message: "m" }] });
  const YEAR_SECONDS = 365 * 86_400;
  const issue = { id: "iss_1", project: "shop" } as Parameters<typeof linkTo>[2];
  const occurrence = { event: { id: "e" } } as Parameters<typeof linkTo>[3];
  const make = async () => {
    const link = await linkTo(ports, { linkExpires: YEAR_SECONDS }, issue, occurrence);
    return link.split("/").at(-1) ?? "";
  };
  const link = await make();
  const now = clock.now();
  clock.set(now + LINK_MILLISECONDS_MAX - 1);
  expect(await openShared(ports, link)).toMatchObject({ event: "e" });
  expect((await change("/v1/projects/shop/links", "DELETE")).status).toBe(204);
  expect(await openShared(ports, link)).toBeUndefined();
  clock.set(clock.now() + 1);
  const later = await make();
  expect(await openShared(ports, later)).toMatchObject({ event: "e" });
  clock.set(clock.now() + LINK_MILLISECONDS_MAX);
  expect(await openShared(ports, later)).toBeUndefined();
  expect(
    (await app.request("/v1/projects/shop/links", { method: "DELETE", headers: JSON_TYPE })).status,
  ).toBe(401);
});

test("the token of a link stands in no line that is printed, not even when it breaks", async () => {
  const { region } = httpWorld();
  const lines: string[] = [];
  const print = (line: object) => lines.push(JSON.stringify(line));
  const log = { ...region.ports.log, get: () => Promise.reject(new Error("a fault of ours")) };
  const ports = { ...region.ports, print, log };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => true,
    staleMilliseconds: 5000,
  });
  const issue = { id: "iss_1", project: "shop" } as Parameters<typeof linkTo>[2];
  const occurrence = { event: { id: "e" } } as Parameters<typeof linkTo>[3];
  const link = await linkTo(ports, { linkExpires: 60 }, issue, occurrence);
  const token = link.split("/").at(-1) ?? "-";
  expect((await app.request(`/shared/${token}`)).status).toBe(500);
  await app.request(`//shared//${token}/`);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join()).not.toContain(token);
});

test("garbage in place of an encrypted config costs no more calls of the key service than a project's share", async () => {
  const world = notifyWorld();
  let opened = 0;
  const { cipher } = world.a.ports;
  const ports = {
    ...world.a.ports,
    cipher: {
      encrypt: cipher.encrypt,
      decrypt: (...asked: Parameters<typeof cipher.decrypt>) => {
        opened += 1;
        return cipher.decrypt(...asked);
      },
    },
  };
  const region = { ...world.a, ports };
  const good = await encryptConfig(ports, SLACK);
  await world.post(region, [broken("1".repeat(32))], [good]);
  for (let round = 0; round < 20; round++) {
    const garbage = Array.from({ length: 10 }, (_, n) =>
      Buffer.from(`garbage ${round} ${n}`.repeat(9)).toString("base64"),
    );
    await world.post(region, [broken("2".repeat(32))], garbage);
    await world.post(region, [broken("2".repeat(32))], ["!".repeat(200), "x".repeat(20_000)]);
  }
  expect(opened).toBeLessThanOrEqual(31);
  const { warnings } = await world.post(region, [broken("3".repeat(32))], [good]);
  expect([warnings, opened <= 31]).toEqual([[], true]);
});

test("what earlier versions encrypted still opens as a config, and as nothing else", async () => {
  const { createCipheriv, randomBytes } = await import("node:crypto");
  const nonce = randomBytes(12);
  const earlier = createCipheriv("aes-256-gcm", new Uint8Array(32).fill(7), nonce);
  const body = Buffer.concat([earlier.update(JSON.stringify(SLACK)), earlier.final()]);
  const encrypted = Buffer.concat([Buffer.from([0x46, 0x4c, 1]), nonce, earlier.getAuthTag(), body]);
  const world = notifyWorld();
  const { warnings } = await world.post(world.a, [broken("1".repeat(32))], [encrypted.toString("base64")]);
  await world.settle();
  expect([warnings, world.asked.length]).toEqual([[], 1]);
  expect(await openShared(world.a.ports, encrypted.toString("base64url"))).toBeUndefined();
  const other = await world.a.ports.cipher.encrypt(Buffer.from(JSON.stringify(SLACK)), "setup key");
  const refused = await world.post(
    world.a,
    [broken("2".repeat(32))],
    [Buffer.from(other).toString("base64")],
  );
  expect(refused.warnings).toHaveLength(1);
});
