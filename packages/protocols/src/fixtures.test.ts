import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync, inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { protocols } from "./all.js";
import { capturedRequest } from "./captured-request.js";
import { KEY_PREFIX_BYTES } from "./key-in-body.js";
import type { WireRequest } from "./protocol.js";

const root = new URL("../fixtures/", import.meta.url);
const isCase = (name: string): boolean => name.endsWith(".json") && !name.endsWith(".report.json");

/** The body as a wire sees it. */
function decoded(request: WireRequest, packed: ((request: WireRequest) => unknown) | undefined): WireRequest {
  const isGzip = request.headers.get("content-encoding") === "gzip";
  if (isGzip) return { ...request, body: gunzipSync(request.body) };
  return packed?.(request) ? { ...request, body: inflateSync(unbase64(request.body)) } : request;
}

const unbase64 = (body: Uint8Array): Buffer => Buffer.from(Buffer.from(body).toString(), "base64");

await Promise.all(protocols.map(({ load }) => load?.()));

for (const protocol of protocols) {
  const folder = new URL(`${protocol.name}/`, root);
  const cases = readdirSync(folder).filter(isCase);
  describe(`${protocol.name}: what real clients sent is understood as the snapshot beside it says`, () => {
    for (const name of cases) {
      const { method, request } = capturedRequest(readFileSync(new URL(name, folder), "utf8"));
      if (method !== "POST") continue;
      test(name, async () => {
        const { reports, rejected } = protocol.parse(decoded(request, protocol.packed));
        expect(rejected).toEqual([]);
        const snapshot = new URL(name.replace(".json", ".report.json"), folder).pathname;
        await expect(`${JSON.stringify(reports, null, 2)}\n`).toMatchFileSnapshot(snapshot);
      });
      test(`${name} carries its key`, () => {
        const { body } = decoded(request, protocol.packed);
        const start = body.subarray(0, KEY_PREFIX_BYTES);
        const carried = protocol.credential(request) ?? protocol.credentialIn?.(start, request);
        // The one that was serialized by hand and sent without.
        if (!name.startsWith("core-01-")) expect(carried?.key).toMatch(/0123456789/);
      });
    }
  });
}
