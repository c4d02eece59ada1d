import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Event } from "./options.js";

// Real processes that end in every way, against a server that keeps what they send.

/** Longer than a test may take: nothing is sent, given up or sent again because the machine is busy, only at the end. */
const NEVER = 3_600_000;

let server: Server;
let url = "";
let received: Event[] = [];
let answer = 201;
let beforeAnswer: () => Promise<unknown> = async () => undefined;
const folder = mkdtempSync(join(tmpdir(), "faultline-exit-"));
const SOURCE = new URL("./exit-program.ts", import.meta.url).pathname;
const PROGRAM = join(folder, "application.mjs");

beforeAll(async () => {
  // As an application runs it: built, and without a loader.
  await build({ entryPoints: [SOURCE], outfile: PROGRAM, bundle: true, platform: "node", format: "esm" });
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (answer === 201) received.push(...JSON.parse(Buffer.concat(chunks).toString()).errors);
    await beforeAnswer();
    response.writeHead(answer).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  received = [];
  answer = 201;
  beforeAnswer = async () => undefined;
});

const started = (how: string, options: object = {}): ChildProcess =>
  spawn(process.execPath, [
    PROGRAM,
    how,
    JSON.stringify({
      url,
      project: "shop",
      key: "k",
      exitMilliseconds: NEVER,
      timeoutMilliseconds: NEVER,
      batchMilliseconds: NEVER,
      ...options,
    }),
  ]);

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
}

async function ended(child: ChildProcess): Promise<End> {
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const [code, signal] = await once(child, "close");
  return { code, signal, printed };
}

/** Once it has said so. */
async function says(child: ChildProcess, word: "ready" | "exiting"): Promise<void> {
  let said = "";
  for await (const [chunk] of on(child.stdout ?? child, "data")) {
    said += chunk;
    if (said.includes(word)) return;
  }
}

const messages = (): string[] => received.map(({ message }) => message).sort();

test.each([
  ["nothing left to do", "end", 0, ["reported"]],
  ["process.exit", "exit", 3, ["reported"]],
  ["an error nobody caught", "throw", 1, ["nobody caught this", "reported"]],
  ["a rejection nobody caught", "reject", 1, ["nobody caught this", "reported"]],
])("a process that ends by %s has sent all, and ends as it would have", async (_, how, code, sent) => {
  const end = await ended(started(how));
  expect([end.code, end.signal]).toEqual([code, null]);
  expect(messages()).toEqual(sent);
  if (code === 1) {
    expect(end.printed).toContain("Error: nobody caught this");
    expect(received.find(({ message }) => message === "nobody caught this")).toMatchObject({
      handled: false,
      context: { severity: "fatal" },
    });
  }
});

test("a signal nobody else listens to ends the process as ever, after all was sent", async () => {
  const child = started("wait");
  await says(child, "ready");
  child.kill("SIGTERM");
  const end = await ended(child);
  expect([end.code, end.signal]).toEqual([null, "SIGTERM"]);
  expect(messages()).toEqual(["reported"]);
});

test("a signal the application listens to is the application's, and all is sent all the same", async () => {
  const child = started("own handler");
  await says(child, "ready");
  child.kill("SIGTERM");
  const end = await ended(child);
  expect([end.code, end.signal]).toEqual([7, null]);
  expect(messages()).toEqual(["reported", "while it shuts down"]);
});

test("a request under way when the application ends is waited for, not sent a second time", async () => {
  const child = started("exit when told");
  await says(child, "ready");
  const exiting = says(child, "exiting");
  beforeAnswer = async () => {
    child.kill("SIGUSR2");
    await exiting;
  };
  child.kill("SIGTERM");
  const end = await ended(child);
  expect([end.code, end.signal]).toEqual([7, null]);
  expect(messages()).toEqual(["reported", "while it shuts down"]);
});

test("what a killed process had in its folder is sent by the next one, under the same ids", async () => {
  const spoolFolder = join(folder, "spool");
  const child = started("wait", { spoolFolder });
  await says(child, "ready");
  child.kill("SIGKILL");
  await ended(child);
  expect(messages()).toEqual([]);
  await ended(started("only end", { spoolFolder }));
  expect(messages()).toEqual(["reported"]);
  await ended(started("only end", { spoolFolder }));
  expect(messages()).toEqual(["reported"]);
});

test("an outage keeps a process that wants to end for the time allowed and no longer", async () => {
  answer = 503;
  // One that waited for the end of the outage would never end: this test would run into its own limit.
  expect((await ended(started("end", { exitMilliseconds: 500 }))).code).toBe(0);
  expect((await ended(started("throw", { exitMilliseconds: 500 }))).code).toBe(1);
  expect(messages()).toEqual([]);
});

test("an event of Node tells the lines around the place, of the application and not of libraries", async () => {
  await ended(started("end"));
  const [event] = received;
  const [frame] = event?.backtrace ?? [];
  expect(frame?.file).toBe(PROGRAM);
  expect(Object.values(frame?.code ?? {}).join("\n")).toContain('new Error("reported")');
  expect(Object.keys(frame?.code ?? {})).toContain(String(frame?.line));
  expect(event?.backtrace.filter(({ file, code }) => code && /node_modules|^node:/.test(file))).toEqual([]);
  expect(event?.context).toMatchObject({ language: "JavaScript", rootDirectory: process.cwd() });
});

test("what is said within a request goes with its errors and with no other's", async () => {
  await ended(started("within"));
  const told = received.map(({ message, context }) => [message, context.user, context.tags]);
  expect(told.sort()).toEqual([
    ["of anna", { id: "anna" }, { shop: "kyoto" }],
    ["of ben", { id: "ben" }, { shop: "kyoto" }],
    ["of nobody", undefined, {}],
  ]);
});
