import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Client, core } from "./client.js";
import type { Event, Options } from "./options.js";
import type { Platform } from "./platform.js";

const NAME = "https://errors.example";
const EAST = "https://east.errors.example";
const WEST = "https://west.errors.example";

type Answer = { status: number; headers?: Record<string, string> } | "no connection" | "no answer";

interface Sent {
  readonly host: string;
  readonly body: string;
  readonly at: number;
  readonly events: readonly Event[];
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
});
afterEach(() => {
  vi.useRealTimers();
});

const platform: Platform = {
  surroundings: () => ({ language: "JavaScript" }),
  withSource: (frame) => frame,
  details: () => ({}),
  shelf: undefined,
  batchBytes: 500_000,
  request: (url, body) => ({ url, init: { body } }),
};

/** A client whose requests are answered as told, in order; the last answer is given for ever. */
function client(answers: readonly Answer[], options: Partial<Options> = {}, on: Partial<Platform> = {}) {
  const sent: Sent[] = [];
  const problems: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const body = String(init?.body);
    sent.push({ host: new URL(String(url)).origin, body, at: Date.now(), events: JSON.parse(body).errors });
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? { status: 201 };
    if (answer === "no connection") throw new TypeError("fetch failed");
    if (answer === "no answer") {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    }
    return new Response("{}", { status: answer.status, headers: answer.headers ?? {} });
  };
  const all: Options = { url: NAME, regions: [EAST, WEST], project: "shop", key: "k", fetch, ...options };
  const made = core({ ...all, onProblem: (problem) => problems.push(problem) }, { ...platform, ...on });
  return { ...made, client: made.client, sent, problems };
}

const reportMany = (to: Client, count: number): void => {
  for (let number = 0; number < count; number++) to.report(new Error(`number ${number}`));
};

describe("batches", () => {
  test("events of two seconds travel together", async () => {
    const { client: errors, sent } = client([{ status: 201 }]);
    reportMany(errors, 3);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(({ events }) => events.length)).toEqual([3]);
    expect(errors.figures()).toMatchObject({ reported: 3, accepted: 3, waiting: 0 });
  });

  test("fifty do not wait", async () => {
    const { client: errors, sent } = client([{ status: 201 }]);
    reportMany(errors, 50);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(({ events }) => events.length)).toEqual([50]);
  });

  test("a flush waits for nothing and sends all there is", async () => {
    const { client: errors, sent } = client([{ status: 201 }]);
    reportMany(errors, 120);
    const flushed = errors.flush();
    await vi.advanceTimersByTimeAsync(10);
    expect(await flushed).toBe(true);
    expect(sent.map(({ events }) => events.length)).toEqual([50, 50, 20]);
    const ids = sent.flatMap(({ events }) => events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(120);
  });

  test("notifications travel with every batch", async () => {
    const notifications = [{ type: "slack", endpoint: "https://hooks.slack.example/x", threshold: 10 }];
    const { client: errors, sent } = client([{ status: 201 }], { notifications });
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({
      notifications,
      notifier: { name: "faultline-client" },
    });
  });
});

describe("when a region fails", () => {
  test.each<[string, Answer, number]>([
    ["does not connect", "no connection", 0],
    ["answers 503", { status: 503 }, 0],
    ["answers 500", { status: 500 }, 0],
    ["does not answer within 3 s", "no answer", 3_000],
  ])("one that %s: the same body goes to the other at once", async (_, answer, after) => {
    const { client: errors, sent } = client([answer, { status: 201 }]);
    reportMany(errors, 2);
    await vi.advanceTimersByTimeAsync(2_000 + after + 200);
    expect(sent.map(({ host }) => host)).toEqual([NAME, WEST]);
    expect(sent[1]?.body).toBe(sent[0]?.body);
    expect(errors.figures()).toMatchObject({ accepted: 2, retried: 1, waiting: 0 });
  });

  test("all of them: it goes on ever more slowly, in turn, with one body, and loses nothing", async () => {
    const { client: errors, sent } = client([...Array<Answer>(9).fill("no connection"), { status: 201 }]);
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent.map(({ host }) => host).slice(0, 6)).toEqual([NAME, WEST, EAST, NAME, WEST, EAST]);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    expect(sent).toHaveLength(10);
    expect(errors.figures()).toMatchObject({ accepted: 1, retried: 9, waiting: 0 });
  });

  test("the back-off doubles up to 30 s and is spread by chance", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(1);
    const { client: errors, sent } = client(["no connection"]);
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(200_000);
    const pauses = sent.slice(1).map(({ at }, place) => at - (sent[place]?.at ?? 0));
    expect(pauses.slice(0, 10)).toEqual([200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000]);
    random.mockRestore();
  });

  test("one that asks for a rest gets it, while the others are asked", async () => {
    const { client: errors, sent } = client([
      { status: 503, headers: { "retry-after": "20" } },
      { status: 503, headers: { "retry-after": "5" } },
      { status: 503, headers: { "retry-after": "10" } },
      { status: 201 },
    ]);
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent.map(({ host }) => host)).toEqual([NAME, WEST, EAST, WEST]);
    const rest = (sent[3]?.at ?? 0) - (sent[1]?.at ?? 0);
    expect(rest).toBeGreaterThanOrEqual(5_000);
    expect(rest).toBeLessThan(6_000);
  });

  test("a rest may be told as a date", async () => {
    const until = new Date(Date.UTC(2026, 10, 25, 0, 0, 12)).toUTCString();
    const { client: errors, sent } = client(
      [{ status: 429, headers: { "retry-after": until } }, { status: 201 }],
      {
        regions: [],
      },
    );
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent[1]?.at).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 25, 0, 0, 12));
  });

  test("who accepted goes on being asked for half a minute, then the name again", async () => {
    const { client: errors, sent } = client(["no connection", { status: 201 }]);
    for (const _ of [1, 2, 3]) {
      errors.report(new Error("a"));
      await vi.advanceTimersByTimeAsync(15_500);
    }
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent.map(({ host }) => host)).toEqual([NAME, WEST, WEST, NAME, NAME]);
  });
});

describe("what the service refuses", () => {
  test("is not sent again, and is told without its content", async () => {
    const { client: errors, sent, problems } = client([{ status: 403 }]);
    errors.report(new Error("who am I"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect(errors.figures()).toMatchObject({ refused: 1, waiting: 0 });
    expect(problems).toEqual([expect.stringContaining("403")]);
    expect(problems.join()).not.toContain("who am I");
  });

  test("as too large is halved, down to the one that is", async () => {
    const { client: errors, sent } = client([
      { status: 413 },
      { status: 201 },
      { status: 413 },
      { status: 201 },
      { status: 413 },
    ]);
    reportMany(errors, 4);
    await vi.advanceTimersByTimeAsync(2_100);
    expect(sent.map(({ events }) => events.length)).toEqual([4, 2, 2, 1, 1]);
    expect(errors.figures()).toMatchObject({ accepted: 3, refused: 1, waiting: 0 });
  });
});

describe("bounds", () => {
  test("a thousand events wait; then the oldest go, are counted and told", async () => {
    const { client: errors, problems, bodies } = client(["no connection"]);
    reportMany(errors, 1_010);
    const waiting = bodies().flatMap(({ text }) =>
      JSON.parse(text).errors.map(({ message }: Event) => message),
    );
    expect(waiting).toHaveLength(1_000);
    expect(waiting[0]).toBe("number 10");
    expect(errors.figures()).toMatchObject({ reported: 1_010, dropped: 10, waiting: 1_000 });
    expect(problems).toHaveLength(10);
  });

  test("five megabytes wait, whatever the events' number", () => {
    const { client: errors, bodies } = client(["no connection"]);
    const params = { rows: Array.from({ length: 20 }, () => "x".repeat(3_900)) };
    for (let number = 0; number < 100; number++) errors.report(new Error("large"), { params });
    const bytes = bodies().reduce((sum, { text }) => sum + text.length, 0);
    expect(bytes).toBeGreaterThan(4_900_000);
    expect(bytes).toBeLessThan(5.3 * 1024 * 1024);
  });

  test("no event is larger than the service takes", () => {
    const { client: errors, bodies } = client(["no connection"]);
    const wide = Object.fromEntries(
      Array.from({ length: 99 }, (_, place) => [`k${place}`, "x".repeat(3_900)]),
    );
    for (let crumb = 0; crumb < 30; crumb++) errors.breadcrumb({ message: "m", data: wide });
    errors.report(new Error("kept"), { params: { wide } });
    const [body] = bodies();
    expect(body?.text.length).toBeLessThan(100 * 1024);
    expect(JSON.parse(body?.text ?? "").errors[0]).toMatchObject({ message: "kept", type: "Error" });
  });
});

describe("it never harms the application", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const throwing = new Proxy(new Error("x"), {
    get() {
      throw new Error("no");
    },
  });
  const odd: readonly unknown[] = [
    undefined,
    null,
    0,
    "text",
    Symbol("s"),
    12n,
    () => undefined,
    cyclic,
    throwing,
    Object.create(null),
    new Map([[cyclic, 1n]]),
    { message: 5, stack: {}, name: null, cause: cyclic },
    {
      toJSON: () => {
        throw new Error("no");
      },
      toString: 5,
    },
  ];

  test.each(odd.map((value, place) => [place, value]))(
    "whatever is thrown, told or kept (%s)",
    async (_, value) => {
      const { client: errors, sent } = client([{ status: 201 }]);
      expect(errors.report(value)).toEqual(expect.any(String));
      errors.report(new Error("a", { cause: value }), {
        params: { value },
        tags: Object({ value }),
        user: Object({ id: value }),
      });
      errors.breadcrumb(Object(value));
      errors.set(Object({ tags: value, params: value }));
      errors.report(new Error("b"));
      await vi.advanceTimersByTimeAsync(2_000);
      expect(sent[0]?.events.length).toBe(3);
    },
  );

  test("a shelf that is full, a listener and a filter that throw cost nothing but themselves", async () => {
    const full = () => {
      throw new Error("disk full");
    };
    const shelf = { load: full, put: full, remove: full };
    const { client: errors, sent } = client([{ status: 201 }], {}, { shelf });
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toHaveLength(1);

    const filtered = client([{ status: 201 }], { beforeReport: full });
    expect(filtered.client.report(new Error("a"))).toBeUndefined();
    expect(filtered.problems).toEqual(["Error: disk full"]);
  });
});

describe("an event", () => {
  const eventOf = async (act: (errors: Client) => void, options: Partial<Options> = {}) => {
    const { client: errors, sent } = client([{ status: 201 }], options);
    act(errors);
    await vi.advanceTimersByTimeAsync(2_000);
    return sent[0]?.events[0];
  };

  test("tells release, environment, user, tags, what was done before, and its own id and time", async () => {
    let id: string | undefined;
    const event = await eventOf(
      (errors) => {
        errors.set({ user: { id: "u-1" }, tags: { shop: "kyoto" } });
        errors.breadcrumb({ message: "clicked pay", category: "ui", data: { button: "pay" } });
        id = errors.report(new TypeError("broke"), { tags: { order: "4711" }, params: { total: 12 } });
      },
      { release: "3.14.0", environment: "production" },
    );
    expect(event).toMatchObject({
      id,
      type: "TypeError",
      message: "broke",
      timestamp: "2026-11-25T00:00:00.000Z",
      handled: true,
      params: { total: 12 },
      context: {
        severity: "error",
        version: "3.14.0",
        environment: "production",
        user: { id: "u-1" },
        tags: { shop: "kyoto", order: "4711" },
        history: [
          { message: "clicked pay", category: "ui", button: "pay", date: "2026-11-25T00:00:00.000Z" },
        ],
      },
    });
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(Number.parseInt(String(id).replaceAll("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 25));
  });

  test("begins where the application reported what has no stack of its own", async () => {
    const event = await eventOf(function reportsText(errors) {
      errors.report("only text");
    });
    expect(event).toMatchObject({ type: "Error", message: "only text" });
    expect(event?.backtrace[0]).toMatchObject({
      function: "reportsText",
      file: expect.stringMatching(/client\.test/),
    });
  });

  test("that was reported and is then thrown to the end of the process counts once", async () => {
    const { client: errors, uncaught, sent } = client([{ status: 201 }]);
    const known = new Error("known");
    errors.report(known);
    uncaught(known);
    uncaught(new Error("new"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent[0]?.events.map(({ message, handled }) => [message, handled])).toEqual([
      ["known", true],
      ["new", false],
    ]);
  });

  test("can be changed, or left out, by the application", async () => {
    const beforeReport = (event: Event) =>
      event.message === "noise" ? undefined : { ...event, message: "changed" };
    const { client: errors, sent } = client([{ status: 201 }], { beforeReport });
    expect(errors.report(new Error("noise"))).toBeUndefined();
    errors.report(new Error("other"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent[0]?.events.map(({ message }) => message)).toEqual(["changed"]);
  });
});
