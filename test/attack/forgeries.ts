import { connect } from "node:net";
import type { Attack } from "./attack.js";
import type { AttackedWorld } from "./attacked-world.js";
import { byAnswers, tally } from "./by-answers.js";
import { honestPost } from "./honest.js";
import { type Answered, send } from "./send.js";

const JSON_TYPE = { "content-type": "application/json" };
const BUILT_IN = ["faultline", "faultline-canary"];

const post = (world: AttackedWorld, project: string, body: unknown, headers = {}): Promise<Answered> =>
  send(world.url, {
    path: `/v0/projects/${encodeURIComponent(project)}/errors`,
    headers: { ...JSON_TYPE, "x-api-key": world.clientKey, ...headers },
    body: JSON.stringify(body),
  });

const oneError = (id?: string) => ({ errors: [{ id, type: "E", message: "forged" }] });

/** The same error by wires that name their project in different places. */
const byEachWire = (world: AttackedWorld, project: string): Promise<Answered>[] => {
  const key = world.clientKey;
  const shots: [string, Record<string, string>, unknown][] = [
    [`/v0/projects/${project}/errors`, { "x-api-key": key }, oneError()],
    [`/v0/projects/${project}/errors?key=${key}`, {}, oneError()],
    [`//v0//projects/${project}/errors/`, { "x-api-key": key }, oneError()],
    [`/api/v3/projects/${project}/notices?key=${key}`, {}, { errors: [{ type: "E", message: "m" }] }],
    [`/api/${project}/security/?sentry_key=${key}`, {}, { "csp-report": { "violated-directive": "x" } }],
    [`/api/${project}/store/?sentry_key=${key}`, {}, { message: "forged" }],
  ];
  return shots.map(([path, headers, body]) =>
    send(world.url, { path, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }),
  );
};

const falseAlarms = byAnswers({
  name: "false-alarms",
  threat: "a client key raises alarms, fakes the canary, or keeps self-reports silent",
  input: "errors to the built-in projects by each way to name them, with the header that only regions send",
  async attempt(world) {
    const quiet = { "x-faultline-quiet": world.clientKey };
    const answers = await Promise.all(
      BUILT_IN.flatMap((name) => [...byEachWire(world, name), post(world, name, oneError(), quiet)]),
    );
    const statuses = answers.map(({ status }) => status);
    const isHeld = statuses.every((status) => status !== undefined && status >= 400 && status < 500);
    return { requests: answers.length, worst: tally(statuses), isHeld };
  },
});

const NAMES = [
  "fault\u200bline",
  "faultline\u202e",
  "f\u0430ultline",
  "Faultline",
  "faultline ",
  "ｆaultline",
  "fauItline",
  "fault\u00adline",
  "faultIine-canary",
];

const lookAlikes = byAnswers({
  name: "look-alike-projects",
  threat: "a project that looks like a built-in one",
  input: `${NAMES.length} names with other letters, invisible and bidirectional characters`,
  async attempt(world) {
    const answers = await Promise.all(NAMES.map((name) => post(world, name, oneError())));
    const statuses = answers.map(({ status }) => status);
    return {
      requests: answers.length,
      worst: tally(statuses),
      isHeld: statuses.every((status) => status === 400 || status === 403 || status === 422),
    };
  },
});

const GUESSED = "5".repeat(32);

const guessedIds = byAnswers({
  name: "guessed-ids",
  threat: "whoever guesses an id makes the real error a duplicate, which is never stored",
  input: "an id and an Idempotency-Key that another key then uses",
  async attempt(world) {
    await post(world, "guessed", oneError(GUESSED), { "idempotency-key": "guess" });
    const path = `${world.url}/v1/projects/guessed/keys`;
    const headers = { ...JSON_TYPE, "x-api-key": world.masterKey };
    const made = await fetch(path, { method: "POST", headers, body: "{}" });
    const { key } = (await made.json()) as { key: string };
    const real = { errors: [{ id: GUESSED, type: "E", message: "the real one" }] };
    const answers = [
      await post(world, "guessed", real, { "x-api-key": key }),
      await post(
        world,
        "guessed",
        { errors: [{ type: "E", message: "the real one" }] },
        {
          "x-api-key": key,
          "idempotency-key": "guess",
        },
      ),
    ];
    await world.settled();
    const issues = await world.api().issues("guessed");
    const kept = issues.reduce(
      (sum, { message, count }) => sum + (message === "the real one" ? count : 0),
      0,
    );
    return {
      requests: answers.length + 2,
      worst: `${kept} of 2 real errors kept`,
      isHeld: kept === 2,
    };
  },
});

const brokenConfigs = byAnswers({
  name: "configs-that-break",
  threat: "a config that breaks while it is told keeps the others silent",
  input: "a token with a line end, an owner of half a character, beside a webhook that works",
  async attempt(world) {
    const before = world.hook.told.length;
    const bad = [
      { type: "github", userToken: "ghp_1\nx: 1", owner: "a", repo: "b" },
      { type: "github", userToken: "ghp_1", owner: "a\ud800", repo: "b" },
    ];
    const errors = [{ type: "Broken", message: "m" }];
    const hook = { type: "webhook", url: world.hook.url };
    const { status, text } = await post(world, "broken", { errors, notifications: [...bad, hook] });
    const end = Date.now() + 60_000;
    while (world.hook.told.length === before && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const told = world.hook.told.length - before;
    const warnings = text.split("notifications.").length - 1;
    return {
      requests: 1,
      worst: `${status}, ${warnings} warnings, the webhook was told ${told} times`,
      isHeld: status === 201 && warnings === 2 && told === 1,
    };
  },
});

const HANG_UPS = 100;

const hangUps = byAnswers({
  name: "hang-ups",
  threat: "clients that hang up while they send count as faults of ours",
  input: `${HANG_UPS} connections that end within a body`,
  async attempt(world) {
    const own = async () => (await world.api().issues("faultline", { status: "all" })).length;
    const before = await own();
    await Promise.all(Array.from({ length: HANG_UPS }, () => hangUp(world)));
    const { status } = await honestPost(world, "127.0.2.1", false);
    await world.settled();
    const after = await own();
    return {
      requests: HANG_UPS,
      worst: `${after - before} issues of our own, then ${status}`,
      isHeld: after === before && status === 201,
    };
  },
});

const hangUp = ({ url, clientKey }: AttackedWorld): Promise<void> =>
  new Promise((resolve) => {
    const { hostname: host, port } = new URL(url);
    const socket = connect({ host, port: Number(port) }, () => {
      socket.write(
        `POST /v0/projects/honest/errors HTTP/1.1\r\nhost: x\r\nx-api-key: ${clientKey}\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"errors":[`,
        () => socket.resetAndDestroy(),
      );
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
  });

/** What blinds or silences it. */
export const forgeries: readonly Attack[] = [falseAlarms, lookAlikes, guessedIds, brokenConfigs, hangUps];
