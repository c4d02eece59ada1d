import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { protocols } from "@faultline/protocols/all";
import { Captured } from "@faultline/protocols/captured-request";
import { httpWorld, projectKey } from "@faultline/testing/http-world";
import { seeded } from "@faultline/testing/seeded";
import { ROOT } from "../repository/source.js";
import { batch, GOOD } from "./batches.js";
import { mutateBytes, mutateJson, oneOf, type Random } from "./mutate.js";

/** A world forgets nothing; a new one every so often keeps the memory small. */
const REQUESTS_PER_WORLD = 500;

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Fuzzed {
  readonly wire: string;
  readonly mutations: number;
  /** Answers by their first digit. */
  readonly answers: Readonly<Record<string, number>>;
  /** How many mutations had a good event beside the bad one. */
  readonly batches: number;
  /** Handling of one request, by the clock and by the processor: on a busy machine the clock counts others' work too. */
  readonly milliseconds: Spread;
  readonly cpuMilliseconds: Spread;
  /** What took most of the processor: asked again, it is the least that it took. */
  readonly slowest: { readonly cpuMilliseconds: number; readonly bytes: number; readonly body: string };
  /** What went wrong, with the body that made it: 5xx, exceptions, good events lost. */
  readonly failures: readonly string[];
}

/** Sends that many changed requests of a wire through the whole service. Equal seeds send equal requests. */
export async function fuzz(wire: string, mutations: number, seed: number): Promise<Fuzzed> {
  const random = seeded(seed);
  const requests = requestsOf(wire);
  const answers: Record<string, number> = {};
  const failures: string[] = [];
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let batches = 0;
  let slowest: Timed = { cpu: 0, request: undefined };
  let world = await freshWorld();
  for (let count = 0; count < mutations; count++) {
    if (count % REQUESTS_PER_WORLD === 0) world = await freshWorld();
    const made = mutated(wire, oneOf(random, requests), random);
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    const { status, holdsGood } = await world.send(made.request);
    const { user, system } = process.cpuUsage(cpuStart);
    times.push(performance.now() - start);
    const cpu = (user + system) / 1000;
    cpuTimes.push(cpu);
    slowest = slowerOf(slowest, { cpu, request: made.request });
    addTo(answers, `${Math.floor(status / 100)}xx`);
    if (made.isBatch) batches += 1;
    // Too many entries are refused as a whole, whatever they are.
    const isLost = made.isBatch && status !== 413 && (status >= 300 || !holdsGood());
    if (status >= 500 || isLost) failures.push(`${status} ${made.request.body}`);
  }
  const [milliseconds, cpuMilliseconds] = [spreadOf(times), spreadOf(cpuTimes)];
  const told = { wire, mutations, answers, batches, milliseconds, cpuMilliseconds, failures };
  return { ...told, slowest: await againOf(slowest.request) };
}

interface Timed {
  readonly cpu: number;
  readonly request: Captured | undefined;
}

const slowerOf = (a: Timed, b: Timed): Timed => (b.cpu > a.cpu ? b : a);

function addTo(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

const TIMES_AGAIN = 5;

/** What a request takes of the processor by itself: of several times the least, since once others' work is in it. */
async function againOf(request: Captured | undefined): Promise<Fuzzed["slowest"]> {
  if (!request) return { cpuMilliseconds: 0, bytes: 0, body: "" };
  const world = await freshWorld();
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TIMES_AGAIN; count++) {
    const start = process.cpuUsage();
    await world.send(request);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  const body = Buffer.from(request.body, "base64");
  return { cpuMilliseconds: Math.round(least * 100) / 100, bytes: body.length, body: body.toString() };
}

function spreadOf(times: number[]): Spread {
  times.sort((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((times[Math.floor((times.length - 1) * part)] ?? 0) * 100) / 100;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function requestsOf(wire: string): readonly [Captured, ...Captured[]] {
  const folder = join(ROOT, "packages/protocols/fixtures", wire);
  const [first, ...others] = readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !name.endsWith(".report.json"))
    .map((name) => Captured.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))))
    .filter(({ method }) => method === "POST");
  if (!first) throw new Error(`no fixture of ${wire}`);
  return [first, ...others];
}

interface Made {
  readonly request: Captured;
  readonly isBatch: boolean;
}

const base64 = (bytes: Buffer) => ({ bodyEncoding: "base64" as const, body: bytes.toString("base64") });

function mutated(wire: string, request: Captured, random: Random): Made {
  const sent = Buffer.from(request.body, request.bodyEncoding);
  const isPacked = request.headers["content-encoding"] === "gzip";
  // Now and then it is the compressed stream itself that breaks.
  if (isPacked && random() < 0.2)
    return { request: { ...request, ...base64(mutateBytes(sent, random)) }, isBatch: false };
  const { "content-encoding": _, ...headers } = request.headers;
  const plain = isPacked ? gunzipSync(sent) : sent;
  const isEvent = !/\/(sessions|events|metrics|store\/)$/.test(request.path);
  const many = isEvent && random() < 0.6 ? batch(wire, plain, random) : undefined;
  const body = many ?? (random() < 0.5 ? changedJson(plain, random) : mutateBytes(plain, random));
  return { request: { ...request, headers, ...base64(body) }, isBatch: many !== undefined };
}

/** The same JSON with places changed; bytes when it is none. */
function changedJson(body: Buffer, random: Random): Buffer {
  try {
    return Buffer.from(JSON.stringify(mutateJson(JSON.parse(body.toString()), random)) ?? "");
  } catch {
    // Protobuf, an envelope, or base64.
    return mutateBytes(body, random);
  }
}

async function freshWorld() {
  const world = httpWorld();
  const key = await projectKey(world);
  const keyed = (text: string): string => text.replaceAll(/(hbp_|fl_)?0123456789[0-9a-f]*/g, key);
  return {
    async send({ path, query, headers, body }: Captured) {
      const own = Object.entries(headers).filter(([name]) => name !== "content-length" && name !== "host");
      const sent = Object.fromEntries(own.map(([name, value]) => [name, keyed(value)]));
      const address = path.replace(/^\/v0\/projects\/[^/]+/, "/v0/projects/shop");
      const bytes = Buffer.from(body, "base64");
      const url = `${address}?${keyed(query) || `sentry_key=${key}`}`;
      const { status } = await world.app.request(url, { method: "POST", headers: sent, body: bytes });
      return {
        status,
        holdsGood: () => holdsGood({ path: address, headers: new Headers(sent), body: bytes }),
      };
    },
  };
}

/** True when the wire that takes this address finds the good event in the body. */
function holdsGood({ path, headers, body }: { path: string; headers: Headers; body: Uint8Array }): boolean {
  const bare = path.replace(/\/+$/, "") || "/";
  const wire = protocols.find(({ paths }) =>
    paths.some((pattern) => new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}$`).test(bare)),
  );
  const reports =
    wire?.parse({ path: bare, params: {}, query: new URLSearchParams(), headers, body }).reports ?? [];
  const told = [GOOD, GOOD.replaceAll(" ", "-")];
  return reports.some(({ message }) => told.some((good) => message.startsWith(good)));
}
