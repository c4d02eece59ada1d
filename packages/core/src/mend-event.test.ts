import { expect, test } from "vitest";
import { Event } from "./event.js";
import { mendEvent } from "./mend-event.js";

const event = {
  id: "e1",
  issue: "iss_1",
  fingerprintValue: "v1:TypeError|app.js|total",
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [
    { type: "TypeError", message: "it broke", frames: [{ file: "app.js", line: 3, inApp: true }] },
  ],
  tags: { plan: "free" },
};
const whose = { project: "shop", id: "other" };

test("an event that can be read stays as it is", () => {
  expect(mendEvent(event, whose)).toEqual(event);
});

test.each([
  ["a level nobody knows", { level: "constructor" }, { level: "error" }],
  ["no level", { level: undefined }, { level: "error" }],
  ["a time that is none", { timestamp: "yesterday" }, {}],
  ["a tag that is no text", { tags: { plan: "free", seats: 3 } }, { tags: { plan: "free" } }],
  ["breadcrumbs that are none", { breadcrumbs: [17] }, {}],
])("with %s it keeps all else, and shows how it came", (_, broken, mended) => {
  const stored = JSON.parse(JSON.stringify({ ...event, ...broken }));
  expect(JSON.parse(JSON.stringify(mendEvent(stored, whose)))).toEqual({ ...event, ...mended, raw: stored });
});

test("a frame whose line is no number keeps its place in the stack", () => {
  const exceptions = [
    { type: "TypeError", message: "it broke", frames: [{ file: "app.js", line: 1e300, inApp: true }] },
  ];
  expect(mendEvent({ ...event, exceptions }, whose).exceptions[0]?.frames).toEqual([
    { file: "app.js", inApp: true },
  ]);
});

test.each([null, 3, "text", [], {}, [event], { id: {}, issue: 4, exceptions: "none" }])(
  "%j is shown as an event of its own",
  (stored) => {
    const mended = mendEvent(stored, whose);
    expect(Event.parse(JSON.parse(JSON.stringify(mended)))).toMatchObject({ id: "other", raw: stored });
    expect(mended.issue).toMatch(/^iss_/);
  },
);
