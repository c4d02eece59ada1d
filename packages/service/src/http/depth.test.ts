import { readdirSync, readFileSync } from "node:fs";
import { protocols } from "@faultline/protocols/all";
import { type HttpWorld, httpWorld, projectKey } from "@faultline/testing/http-world";
import { MASTER_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

const fixtures = new URL("../../../protocols/fixtures/", import.meta.url);
const Captured = z.object({
  method: z.string(),
  path: z.string(),
  bodyEncoding: z.string(),
  body: z.string(),
});

/** The first captured request of a wire whose body is JSON, or has a line of it. */
function sample(wire: string): z.infer<typeof Captured> | undefined {
  const folder = new URL(`${wire}/`, fixtures);
  return readdirSync(folder)
    .filter((name) => !name.endsWith(".report.json"))
    .map((name) => Captured.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8"))))
    .find(
      ({ method, bodyEncoding, path }) =>
        method === "POST" && bodyEncoding === "utf8" && !/session/.test(path),
    );
}

const DEEP = `${'{"a":'.repeat(9_990)}1${"}".repeat(9_990)}`;

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

test.each(protocols.map(({ name }) => name))(
  "%s: nesting without end, wherever it stands, is no error of ours",
  async (wire) => {
    const { path = "", body = "" } = sample(wire) ?? {};
    const values = [...body.matchAll(/:(?="|\d|\{|\[|null|true|false)/g)].map(({ index }) => index + 1);
    const places = values.filter((_, place) => place % Math.ceil(values.length / 60) === 0);
    const address = path.replace(/^\/v0\/projects\/[^/]+/, "/v0/projects/shop");
    for (const place of places) {
      const nested = `${body.slice(0, place)}[${DEEP},${body.slice(place).replace(/^("(?:[^"\\]|\\.)*"|\d+|null|true|false)/, "$1]")}`;
      const response = await world.app.request(`${address}?key=${key}&sentry_key=${key}&apikey=${key}`, {
        method: "POST",
        headers: {
          "x-api-key": key,
          "bugsnag-api-key": key,
          "x-rollbar-access-token": key,
          authorization: `Bearer ${MASTER_KEY}`,
        },
        body: nested,
      });
      expect(response.status, nested.slice(Math.max(0, place - 80), place + 20)).toBeLessThan(500);
    }
  },
);
