import type { Storage } from "./storage-queue.js";

/** What we use of a browser's window. The DOM's own types would make every file of ours look as if it ran in one. */
export interface Page {
  addEventListener(name: "error", listener: (event: UncaughtError) => void): void;
  addEventListener(name: "unhandledrejection", listener: (event: { readonly reason: unknown }) => void): void;
  addEventListener(name: "pagehide", listener: () => void): void;
  removeEventListener(name: string, listener: (event: never) => void): void;
  readonly document: {
    readonly visibilityState: string;
    addEventListener(name: "visibilitychange", listener: () => void): void;
    removeEventListener(name: "visibilitychange", listener: () => void): void;
  };
  readonly navigator: { readonly userAgent: string; sendBeacon?(url: string, body: string): boolean };
  readonly location: { readonly href: string; readonly origin: string };
  /** Reading it throws where the page may not store anything. */
  readonly localStorage: Storage;
}

/** `error` is missing for scripts of another origin, and for what failed to load. */
export interface UncaughtError {
  readonly error?: unknown;
  readonly message?: string;
  readonly filename?: string;
  readonly lineno?: number;
  readonly colno?: number;
}
