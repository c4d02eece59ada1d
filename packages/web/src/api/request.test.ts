import { afterEach, expect, test, vi } from "vitest";
import { request } from "./request.js";

afterEach(() => vi.unstubAllGlobals());

/** A service whose answer has a tag, and what it was asked with. */
function tagging(answer: { text: string; tag: string }) {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const known = new Headers(init.headers).get("if-none-match");
    asked.push(known);
    const headers = { etag: answer.tag };
    return known === answer.tag
      ? new Response(null, { status: 304, headers })
      : new Response(answer.text, { headers });
  });
  return asked;
}

test("what did not change is not sent again, and what did change is shown", async () => {
  const answer = { text: '{"count":1}', tag: 'W/"a"' };
  const asked = tagging(answer);
  const counts = [await request("/v1/one"), await request("/v1/one")];
  Object.assign(answer, { text: '{"count":2}', tag: 'W/"b"' });
  counts.push(await request("/v1/one"), await request("/v1/one"));
  expect(counts).toEqual([{ count: 1 }, { count: 1 }, { count: 2 }, { count: 2 }]);
  expect(asked).toEqual([null, 'W/"a"', 'W/"a"', 'W/"b"']);
});

test("an address is asked with its own tag, a change with none", async () => {
  const asked = tagging({ text: "{}", tag: 'W/"a"' });
  await request("/v1/two");
  await request("/v1/three");
  await request("/v1/two", { method: "PATCH", body: {} });
  expect(asked).toEqual([null, null, null]);
});

test("of the many addresses that a person comes by, the first ones are forgotten", async () => {
  const asked = tagging({ text: "{}", tag: 'W/"a"' });
  for (let place = 0; place < 200; place++) await request(`/v1/page/${place}`);
  await request("/v1/page/0");
  await request("/v1/page/199");
  expect(asked.filter((known) => known !== null)).toEqual(['W/"a"']);
});

test("an answer that says nothing is known without its being so is a refusal", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 304 }));
  await expect(request("/v1/never-asked")).rejects.toThrow();
});
