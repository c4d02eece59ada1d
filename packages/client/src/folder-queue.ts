import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EVENTS_MAX, type Queue } from "./backlog.js";

const ENDING = ".json";

/** A folder with a file for each event; several processes may share it, since an event sent twice counts once. */
export function folderQueue(folder: string): Queue {
  const path = (id: string): string => join(folder, id + ENDING);
  return {
    load() {
      // Readable by its owner alone: events tell much.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
      // Ids begin with their time.
      const newest = names.sort().slice(-EVENTS_MAX);
      return newest.flatMap((name) => textOf(join(folder, name), name.slice(0, -ENDING.length)));
    },
    put(id, text) {
      const unfinished = `${path(id)}.tmp`;
      writeFileSync(unfinished, text, { mode: 0o600 });
      renameSync(unfinished, path(id));
    },
    remove(id) {
      rmSync(path(id), { force: true });
    },
  };
}

function textOf(path: string, id: string): { id: string; text: string }[] {
  try {
    const text = readFileSync(path, "utf8");
    // What is no JSON would spoil the batch it goes with.
    JSON.parse(text);
    return [{ id, text }];
  } catch {
    // Sent and removed by another process meanwhile, or damaged.
    return [];
  }
}
