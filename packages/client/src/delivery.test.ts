import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Answer, client, EAST, NAME, reportMany, WEST } from "./scripted-client.js";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
});
afterEach(() => {
  vi.useRealTimers();
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
    expect(errors.stats()).toMatchObject({ accepted: 2, retried: 1, waiting: 0 });
  });

  test("all of them: it goes on ever more slowly, in turn, with one body, and loses nothing", async () => {
    const { client: errors, sent } = client([...Array<Answer>(9).fill("no connection"), { status: 201 }]);
    errors.report(new Error("a"));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent.map(({ host }) => host).slice(0, 6)).toEqual([NAME, WEST, EAST, NAME, WEST, EAST]);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    expect(sent).toHaveLength(10);
    expect(errors.stats()).toMatchObject({ accepted: 1, retried: 9, waiting: 0 });
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
    expect(errors.stats()).toMatchObject({ refused: 1, waiting: 0 });
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
    expect(errors.stats()).toMatchObject({ accepted: 3, refused: 1, waiting: 0 });
  });
});
