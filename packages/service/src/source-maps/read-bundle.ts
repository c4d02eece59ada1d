import { VisibleError } from "@faultline/core/visible-error";
import { unzipSync } from "fflate";
import { z } from "zod";
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

/** The source maps of a bundle. Throws `bad_source_map` for what is no bundle, `too_large` for one too large. */
export function readBundle(bundle: Uint8Array, release: string | undefined): UploadedMap[] {
  const files = unpacked(bundle);
  const manifest = Manifest.safeParse(parsed(files["manifest.json"]));
  if (!manifest.success) throw noBundle();
  const entries = Object.entries(manifest.data.files);
  return entries.flatMap(([path, entry]) => {
    const json = files[path];
    if (entry.type !== "source_map" || !json) return [];
    const debugId = headerOf(entry, "debug-id");
    return [
      {
        json,
        debugId,
        release,
        file: minifiedNameOf(
          entry,
          entries.map(([, other]) => other),
        ),
      },
    ];
  });
}

function unpacked(bundle: Uint8Array): Record<string, Uint8Array> {
  let bytes = 0;
  try {
    return unzipSync(bundle, {
      // Minified sources are most of a bundle, and nobody asks for them.
      filter: ({ name, originalSize }) => {
        const isWanted = name === "manifest.json" || /\.map\b|map$/.test(name);
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

/** The minified file that names this map as its own; without one, the map's name without its ending. */
function minifiedNameOf(map: Entry, entries: readonly Entry[]): string | undefined {
  if (map.url === undefined) return undefined;
  const name = baseOf(map.url);
  const minified = entries.find((entry) => {
    const reference = entry.type === "minified_source" ? headerOf(entry, "sourcemap") : undefined;
    return reference !== undefined && baseOf(reference) === name;
  });
  return minified?.url === undefined ? name.replace(/\.map$/, "") : baseOf(minified.url);
}
