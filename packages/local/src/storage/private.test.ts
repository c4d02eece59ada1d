import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localSettings } from "../region/settings.js";
import { shownMasterKey } from "../region/shown-master-key.js";
import { systemClock } from "../region/system-clock.js";
import { checkStore } from "./check-store.js";
import { diskBlobs } from "./disk-blobs.js";
import { diskSpool } from "./disk-spool.js";
import { keyFileCipher } from "./key-file-cipher.js";
import { openStore, storeFile } from "./lmdb-store.js";

let folder: string;
const made: string[] = [];
const fresh = (): string => {
  const path = mkdtempSync(join(tmpdir(), "faultline-private-"));
  made.push(path);
  return path;
};

/** A data folder as a region leaves it. */
beforeAll(async () => {
  folder = fresh();
  const before = process.umask(0o022);
  try {
    localSettings({ FAULTLINE_DATA: folder });
    process.umask(0o022);
    keyFileCipher(join(folder, "cipher.key"));
    const store = openStore({ path: join(folder, "a"), region: "a", clock: systemClock });
    for (let row = 0; row < 2000; row++)
      await store.log.table.put({ pk: `C#t#${row}`, sk: "0", text: "x".repeat(200) });
    const blobs = await diskBlobs(join(folder, "a", "blobs"), async () => undefined, store.disk);
    await blobs.put("one", Buffer.from("x"));
    await (await diskSpool(join(folder, "a", "spool"), store.disk)).put("one", Buffer.from("x"));
    await store.close();
  } finally {
    process.umask(before);
  }
});
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

const modesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => {
    const { mode } = statSync(join(entry.parentPath, entry.name));
    return `${entry.isDirectory() ? "folder" : "file"} ${(mode & 0o777).toString(8)}`;
  });

test("nobody else on this machine reads what is stored: store, blobs, spool, keys", () => {
  expect(new Set(modesIn(folder))).toEqual(new Set(["folder 700", "file 600"]));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("what an earlier version left open is closed at the next start", () => {
  const old = fresh();
  cpSync(folder, old, { recursive: true });
  writeFileSync(join(old, "us-east-1.log"), "log");
  for (const path of ["us-east-1.log", "a/store.mdb"]) chmodSync(join(old, path), 0o644);
  for (const path of [".", "a", "a/blobs"]) chmodSync(join(old, path), 0o755);
  localSettings({ FAULTLINE_DATA: old });
  expect(new Set(modesIn(old))).toEqual(new Set(["folder 700", "file 600"]));
});

test("the master key is shown by the start that made it, and by no other; a given one never", () => {
  const data = fresh();
  const first = localSettings({ FAULTLINE_DATA: data });
  const second = localSettings({ FAULTLINE_DATA: data });
  expect(shownMasterKey(first)).toBe(first.masterKey);
  expect(second.masterKey).toBe(first.masterKey);
  expect(shownMasterKey(second)).toBe(`in ${join(data, "keys.json")}`);
  const given = localSettings({ FAULTLINE_DATA: data, FAULTLINE_MASTER_KEY: "given-key-of-an-operator" });
  expect(shownMasterKey(given)).not.toContain("given-key-of-an-operator");
});

test.each(["FAULTLINE_MASTER_KEY", "FAULTLINE_CLIENT_KEY"])("%s of 8 characters is refused", (name) => {
  const start = () => localSettings({ FAULTLINE_DATA: fresh(), [name]: "12345678" });
  expect(start).toThrow(/16 characters/);
  expect(start).not.toThrow(/12345678/);
  expect(() => localSettings({ FAULTLINE_DATA: fresh(), [name]: "1234567890abcdef" })).not.toThrow();
});

test.each([0, 1, 20, 50])(
  "keys.json cut after %i characters: said, and no character of a key with it",
  (length) => {
    const data = fresh();
    const { masterKey } = localSettings({ FAULTLINE_DATA: data });
    const path = join(data, "keys.json");
    writeFileSync(path, readFileSync(path, "utf8").slice(0, length));
    const start = () => localSettings({ FAULTLINE_DATA: data });
    expect(start).toThrow(/keys\.json is damaged/);
    expect(start).not.toThrow(masterKey.slice(0, 4));
  },
);

test.each([0, 31, 33])("a cipher.key of %i bytes is said to be damaged, not used", (bytes) => {
  const path = join(fresh(), "cipher.key");
  writeFileSync(path, new Uint8Array(bytes));
  expect(() => keyFileCipher(path)).toThrow(/cipher\.key is damaged/);
});

const DAMAGE: Readonly<Record<string, (file: string) => void>> = {
  "cut in half": (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  "cut to a page": (file) => truncateSync(file, 4096),
  "cut to ten bytes": (file) => truncateSync(file, 10),
  zeros: (file) => writeFileSync(file, new Uint8Array(statSync(file).size)),
  "another file": (file) => writeFileSync(file, "not a store ".repeat(10_000)),
  "garbage inside": (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, 12 * 4096));
  },
};

test.each(Object.keys(DAMAGE))(
  "a damaged store.mdb is said to be so, and takes no process with it: %s",
  (name) => {
    const data = fresh();
    cpSync(join(folder, "a"), data, { recursive: true });
    DAMAGE[name]?.(storeFile(data));
    expect(() => checkStore(storeFile(data))).toThrow(/store\.mdb is damaged/);
  },
);

test("a store as it was left, an empty file, and none are fine", () => {
  checkStore(storeFile(join(folder, "a")));
  const data = fresh();
  checkStore(storeFile(data));
  writeFileSync(storeFile(data), "");
  checkStore(storeFile(data));
});

test("a start over damaged files ends with one line that says which", () => {
  const data = fresh();
  const entry = new URL("../serve.ts", import.meta.url).pathname;
  const start = () =>
    spawnSync(process.execPath, ["--import", "tsx", entry], {
      env: { ...process.env, FAULTLINE_DATA: data, FAULTLINE_PORT: "1" },
      encoding: "utf8",
    });
  writeFileSync(join(data, "cipher.key"), "");
  for (const file of ["cipher.key", "store.mdb", "keys.json"]) {
    if (file === "store.mdb") {
      rmSync(join(data, "cipher.key"));
      cpSync(join(folder, "a"), join(data, "us-east-1"), { recursive: true });
      truncateSync(storeFile(join(data, "us-east-1")), 8192);
    }
    if (file === "keys.json") writeFileSync(join(data, "keys.json"), '{"master": "abcdef');
    const { status, stderr } = start();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^Faultline cannot start: .*${file} is damaged.*\n$`)),
    ]);
    expect(stderr).not.toContain("abcdef");
  }
});
