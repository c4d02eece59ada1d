import { httpWorld, JSON_TYPE, oneError } from "@faultline/testing/http-world";
import { MASTER_KEY } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";

/** What somebody may put in place of a name. Tables take keys of 900 and 1,024 bytes, and no empty ones. */
const NAMES = [
  "x".repeat(1100),
  "x".repeat(3000),
  "日".repeat(700),
  "%00".repeat(400),
  " ",
  "x#".repeat(600),
];

const PARAMETER = /:([a-z]+)(\{[^}]*\})?/gi;

test("a name of any length, anywhere in an address, is answered with what is wrong with it", async () => {
  const world = httpWorld();
  await world.post(oneError());
  await world.region.settle();
  const [issue] = await world.issuesOf();
  const routes = world.app.routes.filter(({ method }) => method !== "ALL" && method !== "OPTIONS");
  const asked = routes.flatMap(({ method, path }) =>
    [...path.matchAll(PARAMETER)].flatMap((_, place) =>
      NAMES.map((name) => ({ method, address: addressWith({ path, place, name, issue: issue?.id ?? "" }) })),
    ),
  );
  const answers: string[] = [];
  for (const { method, address } of asked) {
    // Wrong keys and quotas are of a minute.
    world.clock.set(world.clock.now() + 60_000);
    const headers = { ...JSON_TYPE, "x-api-key": MASTER_KEY };
    const body = method === "GET" || method === "HEAD" ? null : "{}";
    const { status } = await world.app.request(address, { method, headers, body });
    answers.push(`${status} ${method} ${address.slice(0, 60)}`);
  }
  expect(answers.filter((answer) => answer.startsWith("5"))).toEqual([]);
  expect(answers.filter((answer) => answer.startsWith("422 GET"))).not.toEqual([]);
});

interface Odd {
  readonly path: string;
  /** Which of its parameters is the odd one. */
  readonly place: number;
  readonly name: string;
  readonly issue: string;
}

function addressWith({ path, place, name, issue }: Odd): string {
  let at = -1;
  return path.replace(PARAMETER, (_, parameter: string) => {
    at += 1;
    if (at === place) return encodeURIComponent(name);
    return parameter === "project" ? "shop" : issue;
  });
}

test("a name of any length, anywhere in a body, is stored or refused, and keeps no other from being folded", async () => {
  const world = httpWorld();
  for (const name of [...NAMES, ""]) {
    const error = {
      type: name,
      message: name,
      context: {
        environment: name,
        url: name,
        version: name,
        release: name,
        requestId: name,
        user: { id: name },
      },
      tags: { [name]: name },
      id: name,
    };
    for (const body of [
      { errors: [error] },
      { errors: [{ type: "E", message: "m" }], release: name, id: name },
    ]) {
      const { status } = await world.post(body, { "idempotency-key": name.replaceAll(/[^\x20-\x7e]/g, "") });
      expect([name.slice(0, 8), status < 500]).toEqual([name.slice(0, 8), true]);
    }
  }
  await world.post(oneError("beside them"));
  await world.region.settle();
  expect((await world.issuesOf()).map(({ message }) => message)).toContain("beside them");
});
