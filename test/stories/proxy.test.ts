import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeNeeding } from "../needing.js";
import { type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const HOST = "https://shop.example";
const PUBLIC = `${HOST}/errors`;
const JSON_TYPE = { "content-type": "application/json" };

let world: RunningWorld;
let nginx: ChildProcess;
let folder: string;
let front: string;

describeNeeding("nginx", "behind nginx as Debian has it", () => {
  beforeAll(async () => {
    world = await runningWorld(undefined, { FAULTLINE_PUBLIC_URL: PUBLIC });
    folder = await mkdtemp(join(tmpdir(), "faultline-nginx-"));
    const port = await freePort();
    front = `http://127.0.0.1:${port}`;
    await writeFile(join(folder, "nginx.conf"), configOf(port, world.url));
    nginx = spawn("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "stderr"], { stdio: "ignore" });
    await until("nginx answers", async () => (await fetch(`${front}/health`)).ok || undefined);
  });

  afterAll(async () => {
    nginx?.kill();
    await world?.dispose();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ["a bare proxy_pass, whose Host is our own address", ""],
    ["one that names the port that goes without saying", "/with-port"],
    ["one under a path", "/errors"],
  ])("%s: signing in and changing works, from our own pages alone", async (_, path) => {
    const cookie = await signIn(`${front}${path}`);
    const change = (origin: string) =>
      fetch(`${front}${path}/v1/projects/behind`, {
        method: "PUT",
        headers: { cookie, origin, ...JSON_TYPE },
        body: "{}",
      });
    expect((await change(HOST)).status).toBeLessThan(300);
    const refused = await change("https://elsewhere.example");
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "cross_site" });
  });

  test("errors are posted through it, and what people copy leads back to it", async () => {
    const posted = await fetch(`${front}/errors/v0/projects/behind/errors`, {
      method: "POST",
      headers: { "x-api-key": world.clientKey, ...JSON_TYPE },
      body: JSON.stringify({ errors: [{ type: "TypeError", message: "it broke" }] }),
    });
    expect(posted.status).toBe(201);
    const setup = await fetch(`${front}/errors/v1/projects/behind/setup`, {
      headers: { "x-api-key": world.masterKey },
    });
    expect(await setup.text()).toContain(`${PUBLIC}/v0/projects/behind/errors`);
  });

  test("a page under a path asks for its parts there, and they are there", async () => {
    const page = await fetch(`${front}/errors/projects/behind`, { headers: { accept: "text/html" } });
    expect(page.status).toBe(200);
    const parts = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address ?? "",
    );
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part).toMatch(/^\/errors\//);
      expect((await fetch(`${front}${part}`)).status).toBe(200);
    }
  });
});

async function signIn(base: string): Promise<string> {
  const response = await fetch(`${base}/v1/session`, {
    method: "POST",
    headers: { origin: HOST, ...JSON_TYPE },
    body: JSON.stringify({ key: world.masterKey }),
  });
  expect(response.status).toBe(201);
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

function configOf(port: number, world: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
daemon off;
master_process off;
pid nginx.pid;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${world}; }
    location /with-port/ { proxy_pass ${world}/; proxy_set_header Host shop.example:443; }
    location /errors/ { proxy_pass ${world}/; }
  }
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
