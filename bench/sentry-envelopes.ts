import { readFileSync } from "node:fs";
import * as z from "zod";

/** What SDKs sent, without source lines and with them. */
const SOURCES = {
  browser: "browser2-01-replay.json",
  node: "node-02-nested-cause-custom-class.json",
} as const;
export type Kind = keyof typeof SOURCES;

const FRAMES = 20;
const ISSUES = 200;

const Fixture = z.object({ body: z.string() });
const Thrown = z.looseObject({
  type: z.string(),
  stacktrace: z.looseObject({ frames: z.array(z.looseObject({ function: z.string() })) }),
});
const Event = z.looseObject({ exception: z.looseObject({ values: z.array(Thrown) }) });

/** Gives back bodies as an SDK of that kind sends them, 20 frames an event, each event with an id and a time of its own. */
export function sentryEnvelopes(kind: Kind): (events: number) => string {
  const path = new URL(`../packages/protocols/fixtures/sentry/${SOURCES[kind]}`, import.meta.url);
  const { body } = Fixture.parse(JSON.parse(readFileSync(path, "utf8")));
  const [header = "", item = "", payload = ""] = body.split("\n");
  const event = withFrames(Event.parse(JSON.parse(payload)));
  const { event_id: _, ...head } = z.looseObject({}).parse(JSON.parse(header));
  return (events) => {
    const items = Array.from({ length: events }, () => `${item}\n${JSON.stringify(fresh(event))}\n`);
    return `${JSON.stringify({ ...head, sent_at: new Date().toISOString() })}\n${items.join("")}`;
  };
}

/** The event with as many frames in all: those it has, again and again, or its first ones. */
function withFrames(event: z.infer<typeof Event>): z.infer<typeof Event> {
  const { values } = event.exception;
  const all = values.reduce((sum, { stacktrace }) => sum + stacktrace.frames.length, 0);
  const [first, ...others] = values;
  if (!first) throw new Error("an event without an exception measures nothing");
  const { frames } = first.stacktrace;
  const count = frames.length + FRAMES - all;
  const repeated = Array.from({ length: count }, (_, place) => frames.slice(place % frames.length)[0]).filter(
    (frame) => frame !== undefined,
  );
  const longer = { ...first, stacktrace: { ...first.stacktrace, frames: repeated } };
  return { ...event, exception: { ...event.exception, values: [longer, ...others] } };
}

let turn = 0;

/** The same error once more, of one of some issues. */
function fresh(event: object): object {
  turn += 1;
  const id = crypto.randomUUID().replaceAll("-", "");
  const { exception } = Event.parse(event);
  const values = exception.values.map((one) => ({ ...one, type: `${one.type}${turn % ISSUES}` }));
  return { ...event, exception: { ...exception, values }, event_id: id, timestamp: Date.now() / 1000 };
}
