import { VisibleError } from "@faultline/core/visible-error";
import { unzipSync } from "fflate";
import * as z from "zod";
import { readMap, withoutPrefix } from "./read-map.js";
import { MAP_BYTES_MAX, type UploadedMap } from "./store-map.js";

// An artifact bundle, as sentry-cli and the bundlers' plugins upload it: a zip behind a few bytes of its own, with a
// manifest. https://github.com/getsentry/symbolic/blob/master/symbolic-debuginfo/src/sourcebundle/mod.rs

const Entry = z.looseObject({
  type: z.string().optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
});
const Manifest = z.looseObject({ files: z.record(z.string(), Entry) });
type Entry = z.infer<typeof Entry>;

/** What all files of a bundle may unpack to: a small bomb must not fill the memory. */
const UNPACKED_BYTES_MAX = 128 * 1024 * 1024;

/** Each is stored by itself, while somebody waits. */
const MAPS_MAX = 5_000;

/** The source maps of a bundle. Throws `bad_source_map` for what is no bundle, `too_large` for one too large. */
export function readBundle(bundle: Uint8Array, release: string | undefined): UploadedMap[] {
  const files = unpacked(bundle);
  const manifest = Manifest.safeParse(parsed(files["manifest.json"]));
  if (!manifest.success) throw noBundle();
  const entries = Object.entries(manifest.data.files);
  const minified = minifiedByMap(entries.map(([, entry]) => entry));
  return entries.flatMap(([path, entry]) => {
    const json = files[path];
    if (!json || !isMap(entry, json)) return [];
    return [{ json, debugId: headerOf(entry, "debug-id"), release, file: fileOf(entry, minified) }];
  });
}

/** By what the uploader says. It takes one that begins with a byte order mark, or with `)]}'`, for a script. */
const isMap = ({ type, url = "" }: Entry, json: Uint8Array): boolean =>
  type === "source_map" || (url.endsWith(".map") && readMap(withoutPrefix(json)) !== undefined);

function unpacked(bundle: Uint8Array): Record<string, Uint8Array> {
  let [files, bytes] = [0, 0];
  try {
    return unzipSync(bundle, {
      // Minified sources are most of a bundle, and nobody asks for them.
      filter: ({ name, originalSize }) => {
        const isWanted = name === "manifest.json" || /\.map\b|map$/.test(name);
        if (isWanted) files += 1;
        if (files > MAPS_MAX)
          throw new VisibleError(
            "too_large",
            "too_large",
            `A bundle may have ${MAPS_MAX} source maps: upload fewer at once.`,
          );
        if (isWanted) bytes += originalSize;
        if (bytes > UNPACKED_BYTES_MAX)
          throw new VisibleError("too_large", "too_large", "The bundle is over 128 MB.");
        return isWanted && originalSize <= MAP_BYTES_MAX;
      },
    });
  } catch (error) {
    if (error instanceof VisibleError) throw error;
    throw noBundle();
  }
}

const noBundle = (): VisibleError =>
  new VisibleError(
    "bad_request",
    "bad_source_map",
    "The upload is no artifact bundle: a zip with a manifest.json.",
  );

function parsed(json: Uint8Array | undefined): unknown {
  try {
    return json && JSON.parse(new TextDecoder().decode(json));
  } catch {
    // The schema refuses it.
    return undefined;
  }
}

const headerOf = ({ headers }: Entry, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

const baseOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);

/** The minified files, by the name of the map that each says is its own. */
function minifiedByMap(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const reference = entry.type === "minified_source" ? headerOf(entry, "sourcemap") : undefined;
    if (reference === undefined || entry.url === undefined || found.has(baseOf(reference))) continue;
    found.set(baseOf(reference), baseOf(entry.url));
  }
  return found;
}

/** The minified file a map belongs to; where none names it, the map's name without its ending. */
function fileOf({ url }: Entry, minified: ReadonlyMap<string, string>): string | undefined {
  if (url === undefined) return undefined;
  return minified.get(baseOf(url)) ?? baseOf(url).replace(/\.map$/, "");
}
