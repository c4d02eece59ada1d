import { createServer } from "node:http";
import type { Attack } from "./attack.js";
import type { AttackedWorld } from "./attacked-world.js";
import { byAnswers, tally } from "./by-answers.js";
import { type Answered, send } from "./send.js";

const JSON_TYPE = { "content-type": "application/json" };
const SECRET = "anna@shop.example";
const theirs = { type: "Stolen", message: "m", backtrace: [{ file: "app/a.js", line: 1, function: "f" }] };

const post = (world: AttackedWorld, body: unknown): Promise<Answered> =>
  send(world.url, {
    path: "/v0/projects/private/errors",
    headers: { ...JSON_TYPE, "x-api-key": world.clientKey },
    body: JSON.stringify(body),
  });

const honest = (world: AttackedWorld): Promise<Answered> =>
  post(world, { errors: [theirs], context: { user: { id: "7", email: SECRET } }, params: { cart: SECRET } });

const foreignEvents = byAnswers({
  name: "foreign-events",
  threat: "a config that comes open with an event is told of somebody else's",
  input: "an event of the same issue with a webhook and a link for a year, between two of others",
  async attempt(world) {
    const before = world.hook.told.length;
    await honest(world);
    await world.settled();
    const hook = {
      type: "webhook",
      url: world.hook.url,
      threshold: 1,
      notifyInterval: 1,
      linkExpires: 31_536_000,
    };
    for (let count = 0; count < 3; count++) {
      await post(world, { errors: [theirs], notifications: [hook] });
      await honest(world);
      await world.settled();
    }
    const end = Date.now() + 60_000;
    while (world.hook.told.length === before && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const told = world.hook.told.slice(before).join("\n");
    const links = [...new Set(told.match(/\/shared\/[\w-]+/g) ?? [])];
    const shown = await Promise.all(links.map((path) => send(world.url, { method: "GET", path })));
    const seen = [told, ...shown.map(({ text }) => text)].join("\n").split(SECRET).length - 1;
    return {
      requests: 7,
      worst: `${world.hook.told.length - before} messages, ${links.length} links, ${seen} times somebody else's data`,
      isHeld: world.hook.told.length > before && seen === 0,
    };
  },
});

const insideAddresses = byAnswers({
  name: "inside-addresses",
  threat: "a webhook makes the region ask addresses inside its network",
  input: "webhooks to this machine by number, by name, as IPv6 and in other spellings",
  async attempt(world) {
    let asked = 0;
    const inside = createServer((_, response) => {
      asked += 1;
      response.end("ok");
    });
    await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
    const address = inside.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const hosts = ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "127.1"];
    const notifications = hosts.map((host) => ({ type: "webhook", url: `http://${host}:${port}/` }));
    const { status } = await post(world, { errors: [{ type: "Inside", message: "m" }], notifications });
    await world.settled();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    inside.close();
    return { requests: 1, worst: `answered ${status}, ${asked} calls arrived`, isHeld: asked === 0 };
  },
});

const PASSWORDS = 300;

const passwords = byAnswers({
  name: "passwords",
  threat: "passwords are tried until one is right, or until hashing them takes the machine",
  input: `${PASSWORDS} at once from one address, for somebody and for nobody, and two hundred more from as many`,
  async attempt(world) {
    const answers = await Promise.all(
      Array.from({ length: PASSWORDS + 200 }, (_, place) =>
        send(world.url, {
          path: "/v1/session/password",
          headers: {
            ...JSON_TYPE,
            "x-forwarded-for": place < PASSWORDS ? "198.51.100.1" : `203.0.113.${place - PASSWORDS}`,
          },
          body: JSON.stringify({ email: `${place % 2}@example.com`, password: `a guess of mine ${place}` }),
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    // Heard is what was hashed: ten from an address, twenty for each of the two by the others, in each region.
    const heard = statuses.filter((status) => status === 403).length;
    return {
      requests: statuses.length,
      worst: tally(statuses),
      isHeld: heard <= 60 && statuses.every((status) => status === 403 || status === 429 || status === 503),
    };
  },
});

const mails = byAnswers({
  name: "mail-to-anybody",
  threat: "a client key mails anybody any text",
  input: "mail configs with one recipient, two, and a domain that only begins like a listed one",
  async attempt(world) {
    const to = [
      "victim@elsewhere.example",
      ["a@x.example", "b@y.example"],
      "x@example.com.elsewhere.example",
    ];
    const answers = await Promise.all(
      to.map((one) =>
        post(world, {
          errors: [{ type: "Mail", message: "m" }],
          notifications: [{ type: "email", to: one }],
        }),
      ),
    );
    const refused = answers.filter(({ text }) => text.includes("notifications.0")).length;
    return { requests: 3, worst: `${refused} of 3 configs refused`, isHeld: refused === 3 };
  },
});

const KEYS = 1000;

const guessedKeys = byAnswers({
  name: "guessed-keys",
  threat: "the master key is found by trying",
  input: `${KEYS} wrong keys from one address, by sign-in and by header, claiming other addresses`,
  async attempt(world) {
    const statuses: (number | undefined)[] = [];
    for (let count = 0; count < KEYS; count += 50)
      statuses.push(
        ...(await Promise.all(
          Array.from({ length: 50 }, async (_, place) => {
            const key = `wrong-${count + place}-0123456789`;
            const headers = { ...JSON_TYPE, "x-forwarded-for": `203.0.113.${place}` };
            const byHeader = {
              method: "GET",
              path: "/v1/projects",
              headers: { ...headers, "x-api-key": key },
            };
            const bySignIn = { path: "/v1/session", headers, body: JSON.stringify({ key }) };
            const from = "127.0.3.1";
            return (await send(world.url, { ...(place % 2 === 0 ? byHeader : bySignIn), from })).status;
          }),
        )),
      );
    const looked = statuses.filter((status) => status !== 429).length;
    return {
      requests: KEYS,
      worst: `${looked} were looked at (${tally(statuses)})`,
      // Each region counts, and a minute may end meanwhile.
      isHeld: looked <= 40 && statuses.every((status) => status === 403 || status === 401 || status === 429),
    };
  },
});

const keptCookies = byAnswers({
  name: "kept-cookies",
  threat: "a copied cookie is good after signing out, and secrets pass for each other",
  input: "a cookie's copy in both regions, as a link, cut, and a link's token as a cookie",
  async attempt(world) {
    const body = JSON.stringify({ key: world.masterKey });
    const signedIn = await fetch(`${world.url}/v1/session`, { method: "POST", headers: JSON_TYPE, body });
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const token = cookie.split("=")[1] ?? "";
    const statusOf = async (url: string, value = cookie, path = "/v1/projects") =>
      (await fetch(`${url}${path}`, { headers: { cookie: value } })).status;
    const [a, b] = (["us-east-1", "us-west-2"] as const).map((region) => world.api(region).url);
    const wasGood = (await statusOf(a ?? "")) === 200 && (await statusOf(b ?? "")) === 200;
    await fetch(`${world.url}/v1/session`, { method: "DELETE", headers: { cookie } });
    const end = Date.now() + 60_000;
    let after: number[] = [200];
    while (after.includes(200) && Date.now() < end)
      after = [await statusOf(a ?? ""), await statusOf(b ?? "")];
    const misused = [
      await statusOf(world.url, "", `/shared/${token}`),
      await statusOf(world.url, `${cookie.slice(0, -2)}`),
      await statusOf(world.url, "faultline_session=%00"),
      await statusOf(world.url, `faultline_session=${"a".repeat(4000)}`),
    ];
    return {
      requests: 10,
      worst: `after signing out ${tally(after)}; in other places ${tally(misused)}`,
      isHeld: wasGood && !after.includes(200) && misused.every((status) => status === 401 || status === 404),
    };
  },
});

const localControls = byAnswers({
  name: "local-controls",
  threat: "the controls of the local world are open behind a reverse proxy",
  input: "kill and pause without a key, with the client key, as a proxy hands it on, and from another site",
  async attempt(world) {
    const pids = (await world.status()).regions.map(({ pid }) => pid);
    const disguises: Record<string, string>[] = [
      {},
      { "x-api-key": world.clientKey },
      { host: "faultline.example", "x-forwarded-for": "203.0.113.1" },
      { origin: "https://evil.example", "x-api-key": world.masterKey },
      { "x-api-key": world.masterKey, forwarded: "for=203.0.113.1" },
      { "x-api-key": world.masterKey, "x-real-ip": "203.0.113.1" },
    ];
    const paths = [
      "/_local/regions/us-east-1/kill",
      "//_local/regions/us-east-1/kill",
      "/_local/../_local/status",
    ];
    const answers = await Promise.all(
      paths.flatMap((path) => disguises.map((headers) => send(world.url, { path, headers }))),
    );
    const statuses = answers.map(({ status }) => status);
    const still = (await world.status()).regions.map(({ pid }) => pid);
    return {
      requests: answers.length,
      worst: tally(statuses),
      isHeld:
        statuses.every((status) => status !== undefined && status >= 400 && status < 500) &&
        pids.every((pid, place) => pid === still[place]),
    };
  },
});

/** What robs it. */
export const thefts: readonly Attack[] = [
  foreignEvents,
  insideAddresses,
  mails,
  keptCookies,
  localControls,
  // Last: for a minute whoever tries is told to wait.
  guessedKeys,
  passwords,
];
