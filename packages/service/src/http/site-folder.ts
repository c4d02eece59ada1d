import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Asset, ENCODINGS, type Encoding, type Site } from "./site.js";

const TYPES: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".json", "application/json"],
  [".webmanifest", "application/manifest+json"],
  [".txt", "text/plain; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".ico", "image/x-icon"],
  [".woff2", "font/woff2"],
]);

/** How a file's compressed forms end; they lie beside it. */
export const ENDINGS: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz" };

/**
 * The pages as a folder holds them. All of it is read when the first file is asked for, so that who never shows a page,
 * as most starts on Lambda, never reads one. A folder that is not there yet is looked for again.
 */
export function siteFolder(folder: string): Site {
  let files: Promise<ReadonlyMap<string, Asset>> | undefined;
  return async (path) => {
    files ??= readSite(folder);
    const known = await files;
    if (known.size === 0) files = undefined;
    return known.get(path);
  };
}

async function readSite(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder, { recursive: true }).catch(() => {
    // Not built: the API does without.
    return [];
  });
  const paths = names.map((name) => `/${name.replaceAll("\\", "/")}`);
  const there = new Set(paths);
  const shown = paths.filter((path) => TYPES.has(extname(path)));
  const read = (path: string) => readFile(join(folder, path)).then((bytes) => new Uint8Array(bytes));
  const files = shown.map(async (path): Promise<[string, Asset]> => {
    const bytes = await read(path);
    const compressed = ENCODINGS.filter((encoding) => there.has(path + ENDINGS[encoding])).map(
      async (encoding) => [encoding, await read(path + ENDINGS[encoding])] as const,
    );
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    const asset = {
      type: TYPES.get(extname(path)) ?? "application/octet-stream",
      etag,
      isImmutable: path.startsWith("/assets/"),
      bytes,
      compressed: Object.fromEntries(await Promise.all(compressed)),
    };
    return [path, asset];
  });
  return new Map(await Promise.all(files));
}
