import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { type HttpWorld, httpWorld, JSON_TYPE, projectKey } from "@faultline/testing/http-world";
import { CLIENT_KEY, MASTER_KEY } from "@faultline/testing/memory-world";
import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { LAST_WRITE_WINS } from "../ports.js";
import { mapByRelease } from "../table/layout.js";

const SOURCE = `function firstLine(order) {
  return order.lines[0].sku;
}
export function total(order) {
  return firstLine(order);
}
globalThis.run = () => total({ lines: [] });
`;

interface Built {
  readonly map: string;
  /** What V8 prints when the built code fails as a page runs it. */
  readonly stack: string;
}

/** The source minified as a bundler does it, and run. */
function built(source: string): Built {
  const { outputFiles } = buildSync({
    stdin: { contents: source, sourcefile: "src/order.js" },
    minify: true,
    bundle: true,
    sourcemap: "external",
    outfile: "app.js",
    write: false,
  });
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  const context: { run?: () => unknown } = {};
  runInNewContext(`${text(".js")}`, context, { filename: "https://shop.example/assets/app.js" });
  return { map: text(".map"), stack: stackOf(context.run) };
}

function stackOf(run: (() => unknown) | undefined): string {
  try {
    run?.();
  } catch (error) {
    const { stack } = z.object({ stack: z.string() }).parse(error);
    // Calls of the page alone, and one of a file that nobody has a map of.
    const own = stack
      .split("\n")
      .filter((line) => !line.startsWith("    at ") || line.includes("shop.example"));
    return [...own, "    at loader (https://cdn.example/loader.js:1:77)"].join("\n");
  }
  throw new Error("it was to fail");
}

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

/** Reports a stack as OpenTelemetry does. */
async function report(stack: string, release = "1"): Promise<void> {
  const attributes = [{ key: "exception.stacktrace", value: { stringValue: stack } }];
  const resource = { attributes: [{ key: "service.version", value: { stringValue: release } }] };
  const body = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ attributes }] }] }] };
  const response = await world.change("/v1/logs", "POST", body, { ...JSON_TYPE, "x-api-key": key });
  expect(response.status).toBe(200);
}

const upload = (map: string | Uint8Array<ArrayBuffer>, release = "1", headers: Record<string, string> = {}) =>
  world.app.request(`/v1/projects/shop/source-maps/${release}/app.js`, {
    method: "PUT",
    headers: { "x-api-key": MASTER_KEY, ...headers },
    body: map,
  });

const Occurrences = z.object({
  occurrences: z.array(
    z.looseObject({
      exceptions: z.array(
        z.object({
          frames: z.array(
            z.looseObject({
              file: z.string(),
              function: z.string().optional(),
              line: z.number().optional(),
              code: z.record(z.string(), z.string()).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

async function framesOfNewest() {
  const [issue] = await world.issuesOf();
  const { occurrences } = await world.get(`/v1/projects/shop/issues/${issue?.id}/occurrences`, Occurrences);
  return occurrences[0]?.exceptions[0]?.frames ?? [];
}

test("a map uploaded with one curl shows the source, also of what was reported before; a frame without one stays", async () => {
  const { map, stack } = built(SOURCE);
  await report(stack);
  expect((await framesOfNewest())[0]?.file).toMatch(/app\.js$/);
  expect((await upload(map)).status).toBe(204);
  const frames = await framesOfNewest();
  expect(frames[0]).toMatchObject({ file: "src/order.js", function: "firstLine", line: 2 });
  expect(frames[0]?.code?.[2]).toBe("  return order.lines[0].sku;");
  expect(frames[1]).toMatchObject({ file: "src/order.js", function: "total", line: 5 });
  expect(frames.at(-1)).toMatchObject({ file: "cdn.example/loader.js", function: "loader", line: 1 });
});

test("two builds of one source are one issue, named by the source", async () => {
  const before = built(SOURCE);
  const after = built(`const a = (x) => x * 2, b = (x) => a(x) + 1;\nglobalThis.other = [a, b];\n${SOURCE}`);
  await upload(before.map, "1");
  await upload(gzipSync(after.map), "2", { "content-encoding": "gzip" });
  await report(before.stack, "1");
  await report(after.stack, "2");
  const issues = await world.issuesOf();
  expect(issues.map(({ count }) => count)).toEqual([2]);
  expect(issues[0]).toMatchObject({ culprit: "firstLine (src/order.js)" });
});

test.each([
  ["a byte order mark", "\uFEFF"],
  ["the line that keeps it from being run", ")]}'\n"],
])("a map may begin with %s", async (_, prefix) => {
  const { map, stack } = built(SOURCE);
  expect((await upload(`${prefix}${map}`)).status).toBe(204);
  await report(stack);
  expect((await framesOfNewest())[0]).toMatchObject({ file: "src/order.js", function: "firstLine", line: 2 });
});

test.each(["index.android.bundle", "main.jsbundle"])(
  "React Native's %s is minified code too",
  async (bundle) => {
    const { map, stack } = built(SOURCE);
    const path = `/v1/projects/shop/source-maps/1/${bundle}`;
    const headers = { "x-api-key": MASTER_KEY };
    expect((await world.app.request(path, { method: "PUT", headers, body: map })).status).toBe(204);
    await report(stack.replaceAll("https://shop.example/assets/app.js", `app:///${bundle}`));
    expect((await framesOfNewest())[0]).toMatchObject({
      file: "src/order.js",
      function: "firstLine",
      line: 2,
    });
  },
);

test("a map of another release is not used", async () => {
  const { map, stack } = built(SOURCE);
  await upload(map, "2");
  await report(stack, "1");
  expect((await framesOfNewest())[0]?.file).toMatch(/app\.js$/);
});

test("only the master key may upload, and only source maps", async () => {
  expect((await upload("{}", "1", { "x-api-key": CLIENT_KEY })).status).toBe(403);
  expect((await upload("{}")).status).toBe(400);
  expect((await upload("not JSON")).status).toBe(400);
  expect((await upload('{"version":3,"mappings":";;A,,,!","sources":["a"],"names":[]}')).status).toBe(204);
  await report(built(SOURCE).stack);
  expect((await framesOfNewest())[0]?.file).toMatch(/app\.js$/);
});

const Listed = z.object({
  sourceMaps: z.array(
    z.object({
      file: z.string().optional(),
      release: z.string().optional(),
      debugId: z.string().optional(),
      bytes: z.number().optional(),
      region: z.string(),
    }),
  ),
  cursor: z.string().nullable(),
});
const listed = (query = "") => world.get(`/v1/projects/shop/source-maps${query}`, Listed);

test("what was uploaded is listed, the latest first, page by page, for the master key alone", async () => {
  expect((await listed()).sourceMaps).toEqual([]);
  const { map } = built(SOURCE);
  for (const release of ["1", "2", "3"]) {
    world.clock.set(world.clock.now() + 1000);
    await upload(map, release);
  }
  const first = await listed("?limit=2");
  const size = { file: "app.js", bytes: Buffer.byteLength(map), region: "us-east-1" };
  expect(first.sourceMaps).toEqual([
    { ...size, release: "3" },
    { ...size, release: "2" },
  ]);
  const second = await listed(`?limit=2&cursor=${first.cursor}`);
  expect(second).toEqual({ sourceMaps: [{ ...size, release: "1" }], cursor: null });
  const path = "/v1/projects/shop/source-maps";
  expect((await world.app.request(path, { headers: { "x-api-key": key } })).status).toBe(403);
  expect((await world.app.request(path)).status).toBe(401);
  expect((await world.app.request(`${path}?cursor=x`, { headers: { "x-api-key": MASTER_KEY } })).status).toBe(
    400,
  );
});

const ID = "62b7ccc9-da17-566f-ab73-44ddfdd84e79";

/** A bundle as sentry-cli packs it. */
function bundle(map: string): Uint8Array<ArrayBuffer> {
  const files = {
    "_/_/~/app.js": {
      type: "minified_source",
      url: "~/app.js",
      headers: { "debug-id": ID, sourcemap: "app.js.map" },
    },
    "_/_/~/app.js.map": { type: "source_map", url: "~/app.js.map", headers: { "debug-id": ID } },
  };
  const zip = { "manifest.json": strToU8(JSON.stringify({ files })), "_/_/~/app.js.map": strToU8(map) };
  return new Uint8Array(zipSync(zip));
}

const sha1 = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");
const TOKEN = { authorization: `Bearer ${MASTER_KEY}` };
const CHUNKS = "/api/0/organizations/any/chunk-upload/";

async function assemble(whole: Uint8Array, chunks: readonly string[]): Promise<unknown> {
  const path = "/api/0/organizations/any/artifactbundle/assemble/";
  const body = { checksum: sha1(whole), chunks, projects: ["shop"] };
  return (await world.change(path, "POST", body, { ...TOKEN, ...JSON_TYPE })).json();
}

test("a bundle comes in parts as sentry-cli sends it, and its maps are found by debug id", async () => {
  const { map, stack } = built(SOURCE);
  const whole = bundle(map);
  const parts = [whole.slice(0, 100), whole.slice(100)];
  const names = parts.map(sha1);
  expect((await world.app.request(CHUNKS, { headers: TOKEN })).status).toBe(200);
  expect(await assemble(whole, names)).toMatchObject({ state: "not_found", missingChunks: names });
  for (const part of parts) {
    const form = new FormData();
    form.append("file_gzip", new Blob([gzipSync(part)]), sha1(part));
    expect((await world.app.request(CHUNKS, { method: "POST", headers: TOKEN, body: form })).status).toBe(
      200,
    );
  }
  expect(await assemble(whole, names)).toMatchObject({ state: "ok", missingChunks: [] });
  expect((await listed()).sourceMaps).toMatchObject([{ debugId: ID, file: "app.js" }]);
  // What an earlier version stored has only its key.
  const stored = { ...mapByRelease("shop", "0.9", "old.js"), blob: "map-0", region: "us-east-1", at: 1 };
  await world.region.ports.log.put(stored, LAST_WRITE_WINS);
  expect((await listed()).sourceMaps[1]).toEqual({ file: "old.js", release: "0.9", region: "us-east-1" });

  const frames = [...stack.matchAll(/at (?:(\S+) )?\(?(https:\S+):(\d+):(\d+)\)?$/gm)].map(
    ([, name, filename, line, column]) => ({
      filename,
      function: name,
      lineno: Number(line),
      colno: Number(column),
    }),
  );
  const images = [{ type: "sourcemap", code_file: "https://shop.example/assets/app.js", debug_id: ID }];
  const exception = { values: [{ type: "TypeError", value: "x", stacktrace: { frames: frames.reverse() } }] };
  const body = `{}\n{"type":"event"}\n${JSON.stringify({ exception, debug_meta: { images } })}\n`;
  await world.app.request(`/api/42/envelope/?sentry_key=${key}`, { method: "POST", body });
  expect((await framesOfNewest())[0]).toMatchObject({ file: "src/order.js", function: "firstLine", line: 2 });
});

test("parts that are not what they say, and what is no bundle, are refused", async () => {
  const form = new FormData();
  form.append("file", new Blob(["a"]), sha1(strToU8("b")));
  expect((await world.app.request(CHUNKS, { method: "POST", headers: TOKEN, body: form })).status).toBe(400);
  const junk = strToU8("no zip");
  const good = new FormData();
  good.append("file", new Blob([junk]), sha1(junk));
  await world.app.request(CHUNKS, { method: "POST", headers: TOKEN, body: good });
  expect(await assemble(junk, [sha1(junk)])).toMatchObject({ code: "bad_source_map" });
  expect((await world.app.request(CHUNKS, { method: "POST", headers: TOKEN, body: "x" })).status).toBe(400);
  expect((await world.app.request(CHUNKS)).status).toBe(401);
});
