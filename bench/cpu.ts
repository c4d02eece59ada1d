import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { at, type Finding, rounded } from "./finding.js";
import { floorServer } from "./floor-server.js";
import { loader } from "./loader.js";
import type { Kind } from "./sentry-envelopes.js";
import type { Served } from "./serve.js";
import { serviceServer } from "./service-server.js";

const CLIENTS = 16;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 12);
const WARM_UP_ROUNDS = 4;
const KINDS: readonly Kind[] = ["browser", "node"];
/** Events a POST, and how many of such POSTs make a round: some tenths of a second of work each. */
const BATCHES = [
  { events: 1, requests: 400 },
  { events: 10, requests: 80 },
  { events: 50, requests: 16 },
] as const;

type ServerName = "floor" | "service";
type Servers = Readonly<Partial<Record<ServerName, Served>>>;

/** Milliseconds of processor time for an event, by server, kind and batch; one for each round. */
type Times = Map<string, number[]>;

/** What an event of a POST costs this process, and what the least costs that a service could do with it, measured in turn. */
export async function cpu(): Promise<Finding> {
  const times = await measured(["floor", "service"]);
  const rows = subjects().map(({ kind, events }) => {
    const service = middle(times, "service", kind, events);
    const floor = middle(times, "floor", kind, events);
    return {
      "ms of processor time an event": `${kind}, ${events} a POST`,
      service: rounded(service, 3),
      floor: rounded(floor, 3),
      "× floor": rounded(service / floor, 1),
    };
  });
  return {
    title: "Processor time of taking in Sentry envelopes, events of 20 frames",
    rows,
    notes: notes("service and floor in turn"),
    figures: Object.fromEntries(
      subjects().flatMap(({ kind, events }) => [
        [`${kind}${events}Milliseconds`, rounded(middle(times, "service", kind, events), 4)],
        [
          `${kind}${events}TimesFloor`,
          rounded(middle(times, "service", kind, events) / middle(times, "floor", kind, events)),
        ],
      ]),
    ),
  };
}

/** The floor by itself. */
export async function floor(): Promise<Finding> {
  const times = await measured(["floor"]);
  return {
    title: "The floor: know the key, parse the JSON, put it durably, answer",
    rows: subjects().map(({ kind, events }) => ({
      "ms of processor time an event": `${kind}, ${events} a POST`,
      floor: rounded(middle(times, "floor", kind, events), 3),
    })),
    notes: notes("all in turn"),
    figures: Object.fromEntries(
      subjects().map(({ kind, events }) => [
        `${kind}${events}Milliseconds`,
        rounded(middle(times, "floor", kind, events), 4),
      ]),
    ),
  };
}

const notes = (order: string): readonly string[] => [
  `${ROUNDS} rounds, ${order}, the middle one; ${CLIENTS} clients on loopback, whose own process is not counted. All of a POST is:`,
  "HTTP, the store's commit, which several POSTs share, and the log line. What is done afterwards (folding, replication) is not.",
  "browser: no source lines, 4 KB an event; node: with source lines, 18 KB.",
];

const subjects = () => KINDS.flatMap((kind) => BATCHES.map((batch) => ({ kind, ...batch })));

const nameOf = (server: ServerName, kind: Kind, events: number): string => `${server} ${kind} ${events}`;

const middle = (times: Times, server: ServerName, kind: Kind, events: number): number =>
  at(times.get(nameOf(server, kind, events)) ?? [], 0.5);

const START = {
  floor: floorServer,
  service: serviceServer,
} satisfies Record<ServerName, (folder: string) => Promise<Served>>;

async function measured(names: readonly ServerName[]): Promise<Times> {
  const root = join(process.cwd(), "node_modules/.cache");
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, "bench-"));
  const servers: Partial<Record<ServerName, Served>> = {};
  for (const name of names) servers[name] = await START[name](join(folder, name));
  try {
    return await inTurn(servers);
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function inTurn(servers: Servers): Promise<Times> {
  const times: Times = new Map();
  const clients = loader();
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { kind, events, requests } of subjects()) {
      for (const [name, server] of Object.entries(servers)) {
        const before = process.cpuUsage();
        await clients.post({ url: server.url, kind, events, requests, clients: CLIENTS });
        const { user, system } = process.cpuUsage(before);
        if (round < 0) continue;
        const known = times.get(`${name} ${kind} ${events}`) ?? [];
        times.set(`${name} ${kind} ${events}`, [...known, (user + system) / 1000 / requests / events]);
      }
    }
  }
  clients.stop();
  return times;
}
