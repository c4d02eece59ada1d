import { useSyncExternalStore } from "react";

/** The windows that can be opened from anywhere. */
type WindowName = "palette" | "keyboard";

let open: WindowName | undefined;
const listeners = new Set<() => void>();

export function openWindow(name: WindowName | undefined): void {
  open = name;
  for (const listener of listeners) listener();
}

export const useOpenWindow = (): WindowName | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
