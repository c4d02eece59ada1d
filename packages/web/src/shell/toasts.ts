import { useSyncExternalStore } from "react";

/** A short message about what was just done. */
export interface Toast {
  readonly id: number;
  readonly kind: "good" | "bad";
  readonly text: string;
  readonly action?: { readonly label: string; run(): void } | undefined;
}

const SHOWN_MILLISECONDS = 6000;
const SHOWN_MAX = 3;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Shows a message for some seconds. Who cannot see it hears it. */
export function tell(toast: Omit<Toast, "id">): void {
  const id = nextId++;
  change([...toasts, { ...toast, id }].slice(-SHOWN_MAX));
  setTimeout(() => dismiss(id), toast.kind === "bad" ? SHOWN_MILLISECONDS * 2 : SHOWN_MILLISECONDS);
}

export const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);

function change(to: readonly Toast[]): void {
  toasts = to;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
