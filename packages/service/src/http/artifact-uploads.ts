import { VisibleError } from "@faultline/core/visible-error";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { decode } from "../ingest/decode.js";
import type { Ports } from "../ports.js";
import { type Assembled, assemble, BUNDLE_BYTES_MAX, keepChunk, sha1Of } from "../source-maps/assemble.js";
import { readBody } from "./body.js";
import { guarded } from "./caller.js";
import type { Environment } from "./request-context.js";
import { uploadProject } from "./upload-project.js";
import type { Access } from "./v1.js";

// The calls that sentry-cli and the bundlers' plugins make to upload source maps, with a token of the scope `source-maps`.
// https://develop.sentry.dev/api-server/application-domains/sourcemaps-processing/

const CHUNK_BYTES = 2 * 1024 * 1024;
const Sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const Assembly = z.looseObject({
  checksum: Sha1,
  chunks: z.array(Sha1).max(200),
  projects: z.array(z.string()).min(1).max(20),
  version: z.string().nullish(),
});

/** What stands for an organization in the addresses means nothing here. */
export function artifactUploads(ports: Ports, access: Access): Hono<Environment> {
  const app = new Hono<Environment>();
  const chunks = "/api/0/organizations/:organization/chunk-upload";
  const assembly = "/api/0/organizations/:organization/artifactbundle/assemble";
  for (const path of [chunks, assembly]) app.use(path, guarded(access));
  app.get(chunks, (c) => c.json(terms(`${ports.settings.publicUrl}${c.req.path}/`)));
  app.post(chunks, async (c) => {
    for (const part of await partsOf(c)) await keepChunk(ports, part);
    return c.json({});
  });
  app.post(assembly, async (c) => {
    const { checksum, chunks: parts, projects, version } = await assemblyOf(c);
    for (const project of projects) await uploadProject(ports, c, project);
    const release = version ?? undefined;
    return c.json(told(await assemble(ports, { checksum, chunks: parts, projects, release })));
  });
  return app;
}

const terms = (url: string) => ({
  url,
  chunkSize: CHUNK_BYTES,
  chunksPerRequest: 1,
  maxFileSize: BUNDLE_BYTES_MAX,
  maxRequestSize: CHUNK_BYTES,
  concurrency: 4,
  hashAlgorithm: "sha1",
  compression: ["gzip"],
  accept: ["artifact_bundles", "artifact_bundles_v2"],
});

/** The parts of a form, each named by its checksum; those in the field `file_gzip` are compressed. */
async function partsOf(c: Context): Promise<Uint8Array[]> {
  const headers = { "content-type": c.req.header("content-type") ?? "" };
  const form = await formOf(new Response(Buffer.from(await readBody(c.req.raw)), { headers }));
  const parts: Uint8Array[] = [];
  for (const [field, value] of form) {
    if (typeof value === "string") continue;
    const sent = new Uint8Array(await value.arrayBuffer());
    const part = await decode(sent, field === "file_gzip" ? "gzip" : undefined, { who: "source maps" });
    if (sha1Of(part) !== value.name) throw broken("A part is not what its checksum says.");
    parts.push(part);
  }
  return parts;
}

async function formOf(response: Response): Promise<FormData> {
  try {
    return await response.formData();
  } catch {
    throw broken("Send the parts as multipart/form-data.");
  }
}

async function assemblyOf(c: Context): Promise<z.infer<typeof Assembly>> {
  const json: unknown = JSON.parse(new TextDecoder().decode(await readBody(c.req.raw)) || "null");
  const parsed = Assembly.safeParse(json);
  if (!parsed.success) throw broken("Send checksum, chunks and projects.");
  return parsed.data;
}

const broken = (message: string): VisibleError => new VisibleError("bad_request", "bad_source_map", message);

function told(assembled: Assembled) {
  switch (assembled.kind) {
    case "missing":
      return { state: "not_found", missingChunks: assembled.chunks, detail: null };
    case "broken":
      return { state: "error", missingChunks: [], detail: assembled.why };
    case "stored":
      return { state: "ok", missingChunks: [], detail: null };
  }
}
