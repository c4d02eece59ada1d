import { protocols } from "@faultline/protocols/all";
import type { Outcome, WireRequest } from "@faultline/protocols/protocol";
import { NOW } from "@faultline/testing/http-world";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { describe, expect, test } from "vitest";
import { METRICS } from "../metrics.js";
import { ensureProject } from "../projects/projects.js";
import { forRequest } from "./deadline.js";
import { ingest } from "./ingest.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const ROUNDS = 15;

/** What may stand in a POST: a report of its own, one with an id that came before, what is no report, what is not kept. */
type Kind = Outcome["kind"];
/** How a wire writes such a thing; what it cannot write is left out. */
interface Writer {
  readonly path?: string;
  readonly entry: Partial<Record<Kind, (id: string) => unknown>>;
  /** One request for all, or undefined when a POST holds a single thing. */
  readonly body?: (entries: readonly unknown[]) => unknown;
}

const hex = (id: string): string => id.padStart(32, "a");
const raised = { class: "E", message: "m", backtrace: [] };
const logs = (logRecords: readonly unknown[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
const logged = (id: string) => ({
  traceId: hex(id),
  spanId: id.padStart(16, "b"),
  attributes: [{ key: "exception.type", value: { stringValue: "E" } }],
});
const item = (type: string, payload: unknown): string =>
  `${JSON.stringify({ type })}\n${JSON.stringify(payload)}`;

const WRITERS = new Map<string, readonly Writer[]>([
  [
    "faultline",
    [
      {
        entry: {
          accepted: (id) => ({ id, type: "E" }),
          duplicate: (id) => ({ id, type: "E" }),
          rejected: () => 7,
        },
        body: (errors) => ({ errors }),
      },
    ],
  ],
  [
    "sentry",
    [
      {
        path: "/api/42/envelope",
        entry: {
          accepted: (id) => item("event", { event_id: hex(id), message: "m" }),
          duplicate: (id) => item("event", { event_id: hex(id), message: "m" }),
          dropped: () => item("session", { sid: "s" }),
        },
        body: (items) => `{}\n${items.join("\n")}`,
      },
    ],
  ],
  [
    "raygun",
    [
      {
        entry: { accepted: () => ({ details: { error: { className: "E" } } }), rejected: () => 7 },
        body: (all) => all,
      },
    ],
  ],
  [
    "bugsnag",
    [
      {
        path: "/notify",
        entry: { accepted: () => ({ exceptions: [{ errorClass: "E" }] }), rejected: () => ({}) },
        body: (events) => ({ events }),
      },
      { path: "/sessions", entry: { dropped: () => ({ sessionCounts: [] }) } },
    ],
  ],
  [
    "rollbar",
    [
      {
        entry: {
          accepted: (uuid) => ({ data: { uuid, body: { message: { body: "m" } } } }),
          duplicate: (uuid) => ({ data: { uuid, body: { message: { body: "m" } } } }),
        },
      },
    ],
  ],
  ["airbrake", [{ entry: { accepted: () => ({ errors: [{ type: "E", message: "m" }] }) } }]],
  [
    "honeybadger",
    [
      {
        path: "/v1/notices",
        entry: {
          accepted: (token) => ({ error: { ...raised, token } }),
          duplicate: (token) => ({ error: { ...raised, token } }),
        },
      },
      { path: "/v1/events", entry: { dropped: () => ({ event_type: "log" }) } },
    ],
  ],
  [
    "otlp",
    [
      {
        path: "/v1/logs",
        entry: {
          accepted: logged,
          duplicate: logged,
          rejected: () => 7,
          dropped: () => ({ severityNumber: 9, body: { stringValue: "all is well" } }),
        },
        body: logs,
      },
      { path: "/v1/metrics", entry: { dropped: () => ({ resourceMetrics: [] }) } },
    ],
  ],
  [
    "csp-report",
    [
      {
        entry: {
          accepted: () => ({
            type: "csp-violation",
            body: { effectiveDirective: "img-src", blockedURL: "inline" },
          }),
          rejected: () => 7,
          dropped: () => ({ type: "deprecation", body: {} }),
        },
        body: (all) => all,
      },
    ],
  ],
]);

const requestOf = (path: string, body: unknown): WireRequest => ({
  path,
  params: {},
  query: new URLSearchParams(),
  headers: new Headers(),
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});

const METRIC_OF: Readonly<Record<Kind, string>> = {
  accepted: METRICS.eventsAccepted,
  duplicate: METRICS.eventsDuplicate,
  rejected: METRICS.reportsRejected,
  dropped: METRICS.reportsDropped,
};

describe("each thing that is sent has exactly one outcome, and the metrics say the same", () => {
  for (const protocol of protocols) {
    const writers = WRITERS.get(protocol.name) ?? [];
    for (const [number, writer] of writers.entries()) {
      test(`${protocol.name}${writer.path ?? ""}`, async () => {
        for (let round = 0; round < ROUNDS; round++) {
          const seed = SEED + round;
          const note = `SEED=${seed}`;
          const { planned, counted, outcomes } = await posted(seeded(seed + number), protocol, writer);
          expect(outcomes, note).toEqual(planned);
          expect(counted, note).toEqual(planned);
        }
      });
    }
  }

  test("every wire takes part", () => {
    expect([...WRITERS.keys()].sort()).toEqual(protocols.map(({ name }) => name).sort());
  });
});

type Counts = Readonly<Record<Kind, number>>;
const none = (): Record<Kind, number> => ({ accepted: 0, duplicate: 0, rejected: 0, dropped: 0 });

/** What was written, what was said of it, and what was counted. */
async function posted(
  random: () => number,
  protocol: (typeof protocols)[number],
  { path = "/", entry, body }: Writer,
): Promise<{ planned: Counts; outcomes: Counts; counted: Counts }> {
  const region = memoryRegion({ region: "us-east-1", clock: virtualClock(NOW), seed: 1 });
  const counted = none();
  const meter = {
    ...region.ports.meter,
    count: (metric: string, by: number) => {
      for (const kind of kinds) if (METRIC_OF[kind] === metric) counted[kind] += by;
    },
  };
  const ports = { ...region.ports, meter };
  const project = await ensureProject(ports, "shop");
  await protocol.load?.();
  const planned = none();
  const outcomes = none();
  const things = plan(random, entry, planned);
  for (const sent of body ? [body(things)] : things) {
    const receipt = await ingest(forRequest(ports), {
      project,
      parsed: protocol.parse(requestOf(path, sent)),
    });
    for (const outcome of receipt.outcomes)
      outcomes[outcome.kind] += outcome.kind === "dropped" ? outcome.count : 1;
  }
  return { planned, outcomes, counted };
}

const kinds = ["accepted", "duplicate", "rejected", "dropped"] as const;

/** Up to twenty things in any order, the first of them a report where the wire has any, since a POST without one is refused. */
function plan(random: () => number, entry: Writer["entry"], planned: Record<Kind, number>): unknown[] {
  const able = kinds.filter((kind) => entry[kind] !== undefined);
  const ids: string[] = [];
  return Array.from({ length: 1 + Math.floor(random() * 20) }, (_, place) => {
    const any = able[Math.floor(random() * able.length)] ?? "dropped";
    const isEarly = ids.length === 0 && (place === 0 || any === "duplicate");
    const kind = isEarly ? (able[0] ?? any) : any;
    const fresh = `${place + 1}`;
    const id = kind === "duplicate" ? (ids[Math.floor(random() * ids.length)] ?? fresh) : fresh;
    if (kind === "accepted") ids.push(id);
    planned[kind] += 1;
    return entry[kind]?.(id);
  });
}
