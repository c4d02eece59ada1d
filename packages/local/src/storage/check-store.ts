import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { createRequire } from "node:module";

const MAGIC = 0xbeefc0de;
const PROBE_MILLISECONDS = 2_000;
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Throws, with what to do, for a store that LMDB cannot read: it maps the file into memory, and a damaged one would end
 * this process without a word. A file that is not there yet is fine. What lies deep in a large store may still be broken.
 */
export function checkStore(path: string): void {
  if (!existsSync(path) || statSync(path).size === 0) return;
  if (isCutShort(path) || endsProcess(path))
    throw new Error(
      `${path} is damaged. Restore it from a copy, or move it away to begin with an empty store.`,
    );
}

/**
 * LMDB begins with two pages that say how many there are, the one of the later transaction counts.
 * https://github.com/LMDB/lmdb/blob/mdb.master/libraries/liblmdb/mdb.c (MDB_meta)
 */
function isCutShort(path: string): boolean {
  const first = metaAt(path, 0);
  const second = first && metaAt(path, first.pageBytes);
  if (!first || !second) return true;
  const { lastPage, pageBytes } = first.transaction > second.transaction ? first : second;
  return statSync(path).size < (lastPage + 1) * pageBytes;
}

const META_BYTES = 160;

function metaAt(path: string, position: number) {
  const bytes = Buffer.alloc(META_BYTES);
  const file = openSync(path, "r");
  const length = readSync(file, bytes, 0, META_BYTES, position);
  closeSync(file);
  if (length < META_BYTES || bytes.readUInt32LE(24) !== MAGIC) return undefined;
  return {
    pageBytes: bytes.readUInt32LE(48),
    lastPage: Number(bytes.readBigUInt64LE(144)),
    transaction: Number(bytes.readBigUInt64LE(152)),
  };
}

/** Whether another process, which may die of it, can read the store's keys for a while. */
function endsProcess(path: string): boolean {
  const lmdb = createRequire(import.meta.url).resolve("lmdb");
  const { status, signal } = spawnSync(
    process.execPath,
    ["-e", PROBE, lmdb, path, String(PROBE_MILLISECONDS)],
    { stdio: "ignore", timeout: PATIENCE_MILLISECONDS, killSignal: "SIGKILL" },
  );
  return status !== 0 && signal !== "SIGKILL";
}

/** As text, because it has to run without this process's loader. */
const PROBE = `
const [lmdb, path, milliseconds] = process.argv.slice(1);
const root = require(lmdb).open({ path, readOnly: true, maxDbs: 8 });
const until = Date.now() + Number(milliseconds);
for (const name of ["cursors", "feed", "log", "view"]) {
  const table = root.openDB(name, { encoding: "msgpack" });
  for (const _ of table?.getKeys() ?? []) if (Date.now() > until) break;
}
process.exit(0);
`;
