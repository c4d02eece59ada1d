import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { httpWorld, oneError } from "@faultline/testing/http-world";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkTo } from "../notify/links.js";
import { getIssue } from "../query/issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { createApp } from "./app.js";
import { siteFolder } from "./site-folder.js";

const PAGE = "<!doctype html><title>Faultline</title>";
const SCRIPT = `console.log(${JSON.stringify("x".repeat(2000))});`;
const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "faultline-site-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), PAGE);
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/app-1a2b.js"), SCRIPT);
  writeFileSync(join(folder, "assets/app-1a2b.js.br"), brotliCompressSync(SCRIPT));
});
afterAll(() => rmSync(folder, { recursive: true }));

function world() {
  const { region, clock, post } = httpWorld();
  const statuses = {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 5000,
  };
  const app = createApp(region.ports, statuses, siteFolder(folder));
  return {
    region,
    clock,
    post,
    ask: async (path: string, init: RequestInit = {}) => app.request(path, init),
  };
}

test.each(["/", "/projects", "/projects/my.app/issues/iss_1", "/sign-in", "/status"])(
  "%s is a page, whoever asks",
  async (path) => {
    const answer = await world().ask(path);
    expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  },
);

test("an address that is none is shown as a page to a browser, as a problem to a program, and is not found by both", async () => {
  const { ask } = world();
  const [shown, told] = [await ask("/nothing", { headers: BROWSER }), await ask("/nothing")];
  expect([shown.status, await shown.text()]).toEqual([404, PAGE]);
  expect([told.status, await told.json()]).toMatchObject([404, { code: "route_not_found" }]);
});

test.each([
  "/v1/nothing",
  "/v0/nothing",
  "/api/nothing",
  "/health/nothing",
  "/assets/gone.js",
  "/../package.json",
])("%s is never a page, not even for a browser", async (path) => {
  const answer = await world().ask(path, { headers: BROWSER });
  expect(answer.ok).toBe(false);
  expect(await answer.text()).not.toContain("<!doctype");
});

test("programs' addresses stay theirs", async () => {
  const { ask } = world();
  for (const path of ["/openapi.json", "/health", "/v1/session"])
    expect((await ask(path, { headers: BROWSER })).headers.get("content-type")).toContain("json");
  expect((await ask("/projects", { method: "POST", headers: BROWSER })).status).toBe(404);
});

test("nothing in a page may run but our own scripts, and no other site may frame it", async () => {
  const { headers } = await world().ask("/projects");
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("a file whose name changes with its content is kept for a year, and sent compressed to who takes that", async () => {
  const { ask } = world();
  const plain = await ask("/assets/app-1a2b.js", { headers: { "accept-encoding": "gzip, br;q=0" } });
  expect([await plain.text(), plain.headers.get("content-encoding")]).toEqual([SCRIPT, null]);
  expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(plain.headers.get("vary")).toContain("accept-encoding");
  const small = await ask("/assets/app-1a2b.js", { headers: { "accept-encoding": "gzip, br" } });
  const bytes = Buffer.from(await small.arrayBuffer());
  expect([small.headers.get("content-encoding"), small.headers.get("content-length")]).toEqual([
    "br",
    String(bytes.length),
  ]);
  expect(brotliDecompressSync(bytes).toString()).toBe(SCRIPT);
});

test("who has the page already is told so, and HEAD brings no body", async () => {
  const { ask } = world();
  const etag = (await ask("/")).headers.get("etag") ?? "";
  const again = await ask("/projects", { headers: { "if-none-match": etag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const head = await ask("/", { method: "HEAD" });
  expect([head.status, await head.text(), head.headers.get("content-length")]).toEqual([
    200,
    "",
    String(PAGE.length),
  ]);
});

test("where a notification leads is a page, and a shared link is one for a browser and data for a program", async () => {
  const { region, post, ask } = world();
  await post(oneError());
  await region.settle();
  const { ports } = region;
  const [row] = (await ports.view.query({ pk: "L#shop#unresolved" })).items;
  const issue = await getIssue(ports, "shop", row?.sk.split("#")[1] ?? "");
  if (!issue) throw new Error("the issue is not there");
  const { occurrences } = await listOccurrences(ports, { project: "shop", issue: issue.id, limit: 1 });
  const [own, shared] = [
    await linkTo(ports, {}, issue, occurrences[0]),
    await linkTo(ports, { linkExpires: 60 }, issue, occurrences[0]),
  ].map((link) => new URL(link).pathname);
  expect(await (await ask(own ?? "")).text()).toBe(PAGE);
  const page = await ask(shared ?? "", { headers: BROWSER });
  expect([await page.text(), page.headers.get("vary")]).toEqual([PAGE, "accept, accept-encoding"]);
  const data = await ask(shared ?? "", { headers: { accept: "application/json" } });
  expect(await data.json()).toMatchObject({ message: "it broke", project: "shop" });
  expect(data.headers.get("cache-control")).toBe("no-store");
});

test("without built pages the API is all there is", async () => {
  const { app } = httpWorld();
  expect((await app.request("/", { headers: BROWSER })).status).toBe(404);
  expect((await app.request("/openapi.json")).status).toBe(200);
});
