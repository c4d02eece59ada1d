import type { Queue } from "./backlog.js";

/** What we need of `localStorage`. */
export interface Storage {
  readonly length: number;
  key(place: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** The application's own storage is small: we take a tenth of it and no more. */
const CHARS_MAX = 500_000;

/** An entry of the page's storage for each event; all tabs share them, since an event sent twice counts once. */
export function storageQueue(storage: Storage, project: string): Queue {
  const prefix = `faultline:${project}:`;
  let chars = 0;
  const names = (): string[] =>
    Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? "").filter((name) =>
      name.startsWith(prefix),
    );
  return {
    load() {
      const found = names().sort();
      const kept = found.map((name) => ({
        id: name.slice(prefix.length),
        text: storage.getItem(name) ?? "",
      }));
      chars = kept.reduce((sum, { text }) => sum + text.length, 0);
      return kept.filter(({ text }) => text !== "");
    },
    put(id, text) {
      if (chars + text.length > CHARS_MAX) return;
      storage.setItem(prefix + id, text);
      chars += text.length;
    },
    remove(id) {
      chars -= storage.getItem(prefix + id)?.length ?? 0;
      storage.removeItem(prefix + id);
    },
  };
}
