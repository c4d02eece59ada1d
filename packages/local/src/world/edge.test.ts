import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FAILOVER_NAME } from "../region/settings.js";
import { edge } from "./edge.js";

// A real edge before two servers that stand for regions, each of which can be gone, or end in the middle of a request.

type Region = "A" | "B";
interface Seen {
  readonly region: Region;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly bytes: number;
}

const REPORTS = "/v0/projects/shop/errors";
const ISSUE = "/v1/projects/shop/issues/iss_1";
const servers: Server[] = [];
let seen: Seen[] = [];
let cutting: ReadonlySet<Region> = new Set();
/** Waited for before a region answers. */
let held: (path: string) => Promise<unknown> = async () => undefined;
let front: Server | undefined;
let ports: Record<Region, number> = { A: 0, B: 0 };
let url = "";

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

const regionServer = (region: Region): Server =>
  createServer(async (request, response) => {
    const whole = await seenOf(region, request).catch(() => undefined);
    if (!whole) return;
    seen.push(whole);
    await held(whole.path ?? "");
    if (cutting.has(region)) request.socket.destroy();
    else response.end(region);
  });

async function seenOf(region: Region, request: IncomingMessage): Promise<Seen> {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  const { method, url: path, headers } = request;
  return { region, method, path, key: headers["idempotency-key"]?.toString(), bytes };
}

/** Nobody listens there any longer. */
async function gone(region: Region): Promise<void> {
  const server = servers[region === "A" ? 0 : 1];
  server?.closeAllConnections();
  await new Promise((closed) => server?.close(closed));
}

beforeEach(async () => {
  seen = [];
  cutting = new Set();
  held = async () => undefined;
  ports = { A: await listening(regionServer("A")), B: await listening(regionServer("B")) };
  // The name leads to A all the time: the checks have not noticed anything.
  const resolver = {
    resolve: async (name: string) => {
      const region: Region = name === FAILOVER_NAME || name.startsWith("A.") ? "A" : "B";
      return { region, port: ports[region] };
    },
    forget: () => undefined,
  };
  front = edge({ resolver, regions: ["A", "B"], intercept: () => false });
  const port = await listening(front);
  url = `http://127.0.0.1:${port}`;
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const asked = async (path: string, init?: RequestInit): Promise<[number, string]> => {
  const response = await fetch(url + path, init);
  return [response.status, await response.text()];
};

test.each([
  ["a read", "GET", ISSUE, ""],
  ["a report", "POST", REPORTS, '{"errors":[]}'],
  ["a decision", "PATCH", ISSUE, '{"status":"resolved"}'],
  ["a new key", "POST", "/v1/projects/shop/keys", "{}"],
  ["a body of megabytes", "PUT", "/v1/projects/shop/source-maps/x", "m".repeat(3_000_000)],
])("%s for a region where nobody listens goes to the other one, whole", async (_, method, path, body) => {
  await gone("A");
  expect(await asked(path, { method, body: body || null })).toEqual([200, "B"]);
  expect(seen).toMatchObject([{ region: "B", method, path, bytes: body.length }]);
});

test.each([
  ["a read", "GET", ISSUE, undefined],
  ["a report", "POST", `${REPORTS}?key=k`, "{}"],
  ["a report with slashes too many", "POST", "//v0/projects/shop/errors/", "{}"],
  ["an envelope", "POST", "/api/42/envelope/", "{}"],
])("%s that a region took and did not answer is sent to the other one", async (_, method, path, body) => {
  cutting = new Set(["A"]);
  expect(await asked(path, { method, body: body ?? null })).toEqual([200, "B"]);
  expect(seen.map(({ region }) => region)).toEqual(["A", "B"]);
});

test("a report without ids gets a key: the same in both regions, another for each request, never in place of its own", async () => {
  cutting = new Set(["A"]);
  await asked(REPORTS, { method: "POST", body: "{}" });
  await asked(REPORTS, { method: "POST", body: "{}" });
  await asked(REPORTS, { method: "POST", body: "{}", headers: { "idempotency-key": "order-4711" } });
  const [first, again, second, , own, ownAgain] = seen.map(({ key }) => key);
  expect(first).toMatch(/^[\da-f-]{36}$/);
  expect(again).toBe(first);
  expect(second).not.toBe(first);
  expect([own, ownAgain]).toEqual(["order-4711", "order-4711"]);
});

test.each([
  ["a decision", "PATCH", ISSUE, "{}"],
  ["a deletion", "DELETE", ISSUE, ""],
  ["a new key", "POST", "/v1/projects/shop/keys", "{}"],
  ["a report too large to be held", "POST", REPORTS, "m".repeat(1_100_000)],
])(
  "%s that may have been carried out is not sent twice, and its sender is told so",
  async (_, method, path, body) => {
    cutting = new Set(["A"]);
    const [status, text] = await asked(path, { method, body: body || null });
    expect([status, JSON.parse(text)]).toMatchObject([
      502,
      { code: "unavailable", message: expect.stringContaining("may have been done or not") },
    ]);
    expect(seen.map(({ region }) => region)).toEqual(["A"]);
  },
);

test("a body in pieces of a byte is ended early: the edge reads no more of it, and no region gets it", async () => {
  const { port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => undefined);
  const head = `POST ${REPORTS} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`;
  const crumbs = "1\r\n \r\n".repeat(500_000);
  socket.write(head + crumbs);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 400 .*thousands of pieces/s);
  expect(seen).toEqual([]);
  socket.destroy();
});

test("a body of unknown length in pieces that are small and not tiny arrives whole", async () => {
  const body = Readable.toWeb(Readable.from(Array.from({ length: 20_000 }, () => Buffer.from("0123456789"))));
  expect(await asked(REPORTS, { method: "POST", body, duplex: "half" })).toEqual([200, "A"]);
  expect(seen).toMatchObject([{ bytes: 200_000 }]);
});

test("when neither region answers, the sender is told to come again", async () => {
  await gone("A");
  await gone("B");
  const response = await fetch(url + ISSUE);
  expect([response.status, response.headers.get("retry-after")]).toEqual([502, "1"]);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
});

test("a client that hangs up before its answer comes ends nothing but its own request", async () => {
  const told = new EventEmitter();
  held = async (path) => {
    if (path !== ISSUE) return;
    const mayAnswer = once(told, "may answer");
    told.emit("asked");
    await mayAnswer;
  };
  const hungUp = new Promise((resolve) => {
    front?.on("request", (request, response) => {
      if (request.url === ISSUE) response.once("close", resolve);
    });
  });
  const client = connect(Number(new URL(url).port), "127.0.0.1");
  const isAsked = once(told, "asked");
  client.write(`GET ${ISSUE} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await isAsked;
  client.destroy();
  await hungUp;
  told.emit("may answer");
  // The answer has come by the time another one, asked for after it, is there.
  expect(await asked("/after")).toEqual([200, "A"]);
  expect(await asked("/and-after")).toEqual([200, "A"]);
});
