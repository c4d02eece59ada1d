import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Client } from "./client.js";
import type { Event, Options } from "./options.js";
import { client, reportMany } from "./scripted-client.js";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("batches", () => {
  test("events of two seconds travel together", async () => {
    const { client: errors, sent } = client([{ status: 201 }]);
    reportMany(errors, 3);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(({ events }) => events.length)).toEqual([3]);
    expect(errors.stats()).toMatchObject({ reported: 3, accepted: 3, waiting: 0 });
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
describe("bounds", () => {
  test("a thousand events wait; then the oldest go, are counted and told", async () => {
    const { client: errors, problems, bodies } = client(["no connection"]);
    reportMany(errors, 1_010);
    const waiting = bodies().flatMap(({ text }) =>
      JSON.parse(text).errors.map(({ message }: Event) => message),
    );
    expect(waiting).toHaveLength(1_000);
    expect(waiting[0]).toBe("number 10");
    expect(errors.stats()).toMatchObject({ reported: 1_010, dropped: 10, waiting: 1_000 });
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

  test("a queue that is full, a listener and a filter that throw cost nothing but themselves", async () => {
    const full = () => {
      throw new Error("disk full");
    };
    const queue = { load: full, put: full, remove: full };
    const { client: errors, sent } = client([{ status: 201 }], {}, { queue });
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
