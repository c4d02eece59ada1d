import { readdirSync, readFileSync } from "node:fs";
import { Captured } from "@faultline/protocols/captured-request";
import { httpWorld, MASTER, oneError, projectKey } from "@faultline/testing/http-world";
import { seeded } from "@faultline/testing/seeded";
import { describe, expect, test } from "vitest";
import * as z from "zod";

/** Words that every object already knows, and others that are no ordinary names. */
const WORDS = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "then", "\0", "#", "~"];
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const TRIES = 300;

const Occurrences = z.object({ occurrences: z.array(z.object({ id: z.string() })) });

describe.each(WORDS)("the word %j", (word) => {
  test.each([
    ["type", { type: word }],
    ["message", { message: word }],
    ["severity", { severity: word, context: { severity: word } }],
    [
      "tags",
      {
        tags: JSON.parse(
          `{"${word.replace("\0", "\\u0000")}": "x", "of": "${word.replace("\0", "\\u0000")}"}`,
        ),
      },
    ],
    ["user", { user: { id: word } }],
    ["id", { id: word }],
    ["release", { release: word, environment: word }],
  ])("as %s is shown like any other, and found", async (_, more) => {
    const world = httpWorld();
    expect((await world.post({ ...oneError("beside it"), ...more })).status).toBe(201);
    expect((await world.post({ errors: [{ type: "TypeError", message: "it broke", ...more }] })).status).toBe(
      201,
    );
    const issues = await world.issuesOf();
    expect(issues.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    for (const { id } of issues) {
      const path = `/v1/projects/shop/issues/${id}/occurrences`;
      expect((await world.get(path, Occurrences)).occurrences).not.toEqual([]);
      await world.get(`/v1/projects/shop/issues/${id}/tags`, z.unknown());
    }
    for (const asked of [word, `"${word}"`, `${word}:x`, `level:${word}`]) {
      const path = `/v1/projects/shop/issues?query=${encodeURIComponent(asked)}`;
      expect([200, 422]).toContain((await world.app.request(path, { headers: MASTER })).status);
    }
  });
});

const fixtures = new URL("../../../protocols/fixtures/", import.meta.url);
const all = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json") && !file.endsWith(".report.json"))
  .flatMap((file) => Captured.safeParse(JSON.parse(readFileSync(new URL(file, fixtures), "utf8"))).data ?? [])
  .filter(({ method, bodyEncoding, body }) => method === "POST" && bodyEncoding === "utf8" && body !== "");

/** The body with one of its texts, or of its names, being the word. */
function withWord(body: string, word: string, random: () => number): string {
  const texts = [...body.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  const chosen = texts[Math.floor(random() * texts.length)];
  if (!chosen) return body;
  return body.slice(0, chosen.index) + JSON.stringify(word) + body.slice(chosen.index + chosen[0].length);
}

test(`what any wire takes with an odd word in it can be read, ${TRIES} times`, async () => {
  console.info(`SEED=${SEED}`);
  const random = seeded(SEED);
  const world = httpWorld();
  const key = await projectKey(world);
  for (let tried = 0; tried < TRIES; tried++) {
    const one = all[Math.floor(random() * all.length)];
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
    if (!one) continue;
    const withKey = (text: string): string =>
      text.replaceAll("0123456789abcdef0123456789abcdef", key).replace(/^(hbp_|fl_)?0123456789\w*$/, key);
    const own = Object.entries(one.headers).filter(([name]) => name !== "content-length" && name !== "host");
    const path = one.path.replace(/^\/v0\/projects\/[^/]+/, "/v0/projects/shop");
    const body = withWord(one.body, word, random);
    const response = await world.app.request(one.query === "" ? path : `${path}?${withKey(one.query)}`, {
      method: "POST",
      headers: Object.fromEntries(own.map(([name, value]) => [name, withKey(value)])),
      body: withKey(body),
    });
    expect(response.status, `${path} ${JSON.stringify(word)}\n${body}`).toBeLessThan(500);
    await expect(world.region.settle(), `${path} ${JSON.stringify(word)}\n${body}`).resolves.toBeDefined();
  }
  for (const { id } of await world.issuesOf("?limit=500"))
    await world.get(`/v1/projects/shop/issues/${id}/occurrences`, Occurrences);
});
