import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { backlog, type Queue } from "./backlog.js";
import { folderQueue } from "./folder-queue.js";
import { type Storage, storageQueue } from "./storage-queue.js";

const root = mkdtempSync(join(tmpdir(), "faultline-queue-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function memoryStorage(): Storage {
  const entries = new Map<string, string>([["of the application", "stays"]]);
  return {
    get length() {
      return entries.size;
    },
    key: (place) => [...entries.keys()][place] ?? null,
    getItem: (name) => entries.get(name) ?? null,
    setItem: (name, value) => void entries.set(name, value),
    removeItem: (name) => void entries.delete(name),
  };
}

const never = (error: unknown): void => {
  throw error;
};
const textsOf = (queue: Queue): string[] =>
  backlog(queue, never)
    .oldest(100, 1_000_000)
    .map(({ text }) => text);

describe.each<[string, () => () => Queue]>([
  [
    "a folder",
    () => {
      const folder = mkdtempSync(join(root, "f-"));
      return () => folderQueue(folder);
    },
  ],
  [
    "the page's storage",
    () => {
      const storage = memoryStorage();
      return () => storageQueue(storage, "shop");
    },
  ],
])("%s", (_, make) => {
  test("gives the next process what this one could not send, in order, and nothing that was sent", () => {
    const open = make();
    const first = backlog(open(), never);
    for (const number of [1, 2, 3]) first.add(`id-${number}`, `{"n":${number}}`);
    first.done(["id-2"]);
    expect(textsOf(open())).toEqual(['{"n":1}', '{"n":3}']);
    const second = backlog(open(), never);
    second.done(["id-1", "id-3"]);
    expect(textsOf(open())).toEqual([]);
  });

  test("may be shared: what another one has sent meanwhile is no fault", () => {
    const open = make();
    const [one, other] = [backlog(open(), never), backlog(open(), never)];
    one.add("id-1", "{}");
    other.done(["id-1"]);
    one.done(["id-1"]);
    expect(textsOf(open())).toEqual([]);
  });
});

test("a folder's files are its owner's alone, and a damaged one costs only itself", () => {
  const folder = join(root, "damaged");
  const queue = folderQueue(folder);
  queue.load();
  queue.put("id-1", '{"n":1}');
  writeFileSync(join(folder, "id-2.json"), '{"n":');
  expect(textsOf(folderQueue(folder))).toEqual(['{"n":1}']);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077)[0]).toBe(0);
});

test("the page's storage is taken up to 500,000 characters, and the application's own entries stay", () => {
  const storage = memoryStorage();
  const queue = storageQueue(storage, "shop");
  queue.load();
  for (let number = 0; number < 100; number++) queue.put(`id-${number}`, "x".repeat(9_000));
  expect(storage.length).toBe(1 + 55);
  queue.remove("id-0");
  queue.put("id-100", "x".repeat(9_000));
  expect(storage.length).toBe(1 + 55);
  expect(storage.getItem("of the application")).toBe("stays");
});
