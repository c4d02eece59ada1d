import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { VisibleError } from "@faultline/core/visible-error";
import { type EventPorts, type Key, LAST_WRITE_WINS, type Ports } from "../ports.js";
import { mapByDebugId, mapByRelease, minifiedName } from "../table/layout.js";
import { keptUntil } from "../table/retention.js";
import { readMap, withoutPrefix } from "./read-map.js";

const compress = promisify(brotliCompress);
/** Maps are large and read seldom, but uploaded while somebody waits. */
const QUALITY = 4;
export const MAP_BYTES_MAX = 20 * 1024 * 1024;

export interface UploadedMap {
  readonly json: Uint8Array;
  readonly debugId?: string | undefined;
  /** The release and the minified file it belongs to, for maps without a debug id. */
  readonly release?: string | undefined;
  readonly file?: string | undefined;
}

/** Keeps a source map under the names it can be asked for. Throws `bad_source_map` for what is none. */
export async function storeMap(
  ports: EventPorts & Pick<Ports, "region" | "settings">,
  project: string,
  map: UploadedMap,
): Promise<void> {
  if (map.json.length > MAP_BYTES_MAX)
    throw new VisibleError("too_large", "too_large", "A source map may have 20 MB.");
  const json = withoutPrefix(map.json);
  if (!readMap(json))
    throw new VisibleError(
      "bad_request",
      "bad_source_map",
      "Send a source map: JSON of version 3, of up to a million lines, two million segments and 50,000 sources.",
    );
  const blob = `map-${createHash("sha256").update(json).digest("hex")}`;
  const bytes = await compress(json, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
  // The object first: a row never leads to nothing in the region that wrote it.
  await ports.blobs.put(blob, bytes);
  const at = ports.clock.now();
  const { debugId, release, file } = map;
  const names = { debugId, release, file: file && minifiedName(file) };
  // Gone when its object is: see `retentionDays`.
  const x = keptUntil(ports, at);
  const row = { blob, region: ports.region, at, bytes: json.length, ...names, x };
  for (const key of keysOf(project, map)) await ports.log.put({ ...key, ...row }, LAST_WRITE_WINS);
}

function keysOf(project: string, { debugId, release, file }: UploadedMap): Key[] {
  const byId = debugId === undefined ? [] : [mapByDebugId(project, debugId)];
  const byName = release && file ? [mapByRelease(project, release, file)] : [];
  return [...byId, ...byName];
}
