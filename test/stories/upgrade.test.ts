import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { ROOT } from "../repository/source.js";
import { freePorts } from "./running-world.js";
import { until } from "./until.js";

// Its packs are kept until 2036: by then the folder has to be made anew.
const FIXTURE = join(ROOT, "packages/local/fixtures/data-folders/1.0");
const MASTER = "fixture-master-key";
const CLIENT = "fixture-client-key";
const START = Date.UTC(2026, 10, 20, 12);

const Issues = z.object({
  issues: z.array(
    z.looseObject({ message: z.string(), type: z.string(), count: z.number(), status: z.string() }),
  ),
});
const Projects = z.object({ projects: z.array(z.looseObject({ name: z.string(), events: z.number() })) });

let folder: string;
let url: string;
let server: ChildProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "faultline-upgrade-"));
  cpSync(FIXTURE, folder, { recursive: true });
  const store = join(folder, "us-east-1/store.mdb");
  writeFileSync(store, gunzipSync(readFileSync(`${store}.gz`)));
  chmodSync(join(folder, "cipher.key"), 0o600);
  const port = await freePorts();
  url = `http://127.0.0.1:${port}`;
  server = spawn("npm", ["run", "--silent", "serve"], {
    cwd: ROOT,
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      FAULTLINE_PORT: String(port),
      FAULTLINE_DATA: folder,
      FAULTLINE_MASTER_KEY: MASTER,
      FAULTLINE_CLIENT_KEY: CLIENT,
      FAULTLINE_RETENTION_DAYS: "3650",
    },
  });
  await until("the region is up", async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
});

afterAll(async () => {
  const ended = once(server, "exit");
  if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
  await ended;
  rmSync(folder, { recursive: true });
});

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url + path, { headers: { "x-api-key": MASTER } });
  return schema.parse(await response.json());
}

const issuesOf = async (project: string) =>
  (await read(`/v1/projects/${project}/issues?limit=100&status=all`, Issues)).issues;
const eventsOf = async (project: string): Promise<number | undefined> =>
  (await read("/v1/projects", Projects)).projects.find(({ name }) => name === project)?.events;

async function post(events: readonly [id: string, fault: number, at: number][]): Promise<void> {
  const errors = events.map(([id, fault, at]) => ({
    id,
    type: `Fault${fault}Error`,
    message: `it broke ${id.replace("evt-", "")}`,
    timestamp: new Date(at).toISOString(),
    backtrace: [
      { file: `app/Fault${fault}Error.js`, line: 7, function: `runFault${fault}Error` },
      { file: "app/main.js", line: 5, function: "main" },
    ],
  }));
  const headers = { "x-api-key": CLIENT, "content-type": "application/json" };
  const body = JSON.stringify({ errors });
  const response = await fetch(`${url}/v0/projects/shop/errors`, { method: "POST", headers, body });
  expect(response.status).toBe(201);
}

test("a data folder of 1.0 opens: its issues, counts and decisions are there", async () => {
  const issues = await issuesOf("shop");
  expect(issues).toHaveLength(59);
  expect(issues.every(({ count }) => count === 3)).toBe(true);
  const statuses = issues.map(({ status }) => status).filter((status) => status !== "unresolved");
  expect(statuses.sort()).toEqual(["ignored", "resolved"]);
});

test("what 1.0 counted in the issues and not in the project is counted in both", async () => {
  expect((await issuesOf("week")).map(({ count }) => count)).toEqual([500, 500, 500]);
  await until(
    "the project counts what its issues do",
    async () => (await eventsOf("week")) === 1500 || undefined,
  );
});

test("a request that 1.0 stored, sent again, counts once, and the same fault joins its issue", async () => {
  const of = async (fault: number) =>
    (await issuesOf("shop")).find(({ type }) => type === `Fault${fault}Error`);
  const before = [0, 1, 2].map((n): [string, number, number] => [
    `evt-${30 + n}`,
    10,
    START + 10 * 60_000 + n * 1000,
  ]);
  await post(before);
  await post([["evt-new", 10, Date.now()]]);
  await until("the new event is counted", async () => (await of(10))?.count === 4 || undefined);
  expect(await issuesOf("shop")).toHaveLength(59);
});
