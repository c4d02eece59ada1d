import { trimmed } from "./addresses.js";
import type { Queue } from "./backlog.js";
import { type Client, core, pathOf } from "./client.js";
import type { Options } from "./options.js";
import type { Page, UncaughtError } from "./page.js";
import { storageQueue } from "./storage-queue.js";

export type { Client } from "./client.js";
export type { Breadcrumb, Defaults, Details, Event, Level, Notification, Options, User } from "./options.js";
export type { Stats } from "./outbox.js";

export interface BrowserOptions extends Options {
  /** Keep events in `localStorage` too, so that the next page sends what a closed one could not. Default false. */
  readonly spool?: boolean;
}

export interface BrowserClient extends Client {
  /** Sends what is queued and removes all listeners. */
  close(): Promise<boolean>;
}

declare const window: Page;

/** Browsers keep requests of 64 KB together alive beyond the end of their page. */
const KEEPALIVE_BYTES = 60_000;
const BATCH_BYTES = 50_000;

/** A client for a page. It reports uncaught errors, and sends what is queued when the page is hidden. */
export function faultline(options: BrowserOptions): BrowserClient {
  // In the query and as plain text, the request needs no preflight, which a closing page would not wait for.
  const withKey = (url: string): string => `${url}?key=${encodeURIComponent(options.key)}`;
  const { client, uncaught, bodies } = core(options, {
    surroundings: () => ({
      language: "JavaScript",
      url: window.location.href,
      userAgent: window.navigator.userAgent,
      rootDirectory: window.location.origin,
    }),
    withSource: (frame) => frame,
    details: () => ({}),
    queue: options.spool ? queueOf(options.project) : undefined,
    batchBytes: BATCH_BYTES,
    request: (url, body) => ({
      url: withKey(url),
      init: {
        body,
        headers: { "content-type": "text/plain" },
        credentials: "omit",
        keepalive: new TextEncoder().encode(body).length < KEEPALIVE_BYTES,
      },
    }),
  });

  const onHide = (): void => {
    void client.flush();
    const [first] = bodies();
    // Without `keepalive` a request ends with its page; a beacon does not. Sent both ways, an event counts once.
    if (first && !("keepalive" in Request.prototype)) {
      window.navigator.sendBeacon?.(withKey(trimmed(options.url) + pathOf(options)), first.text);
    }
  };
  const stop = listen(options, uncaught, onHide);
  return {
    ...client,
    close() {
      stop();
      return client.flush();
    },
  };
}

function listen(options: Options, uncaught: (thrown: unknown) => void, onHide: () => void): () => void {
  const { document } = window;
  const onError = (event: UncaughtError): void => uncaught(event.error ?? thrownOf(event));
  const onRejection = ({ reason }: { readonly reason: unknown }): void => uncaught(reason);
  const onVisibility = (): void => {
    if (document.visibilityState === "hidden") onHide();
  };
  if (options.catchUncaught !== false) {
    window.addEventListener("error", onError);
    window.addEventListener("unhandledrejection", onRejection);
  }
  window.addEventListener("pagehide", onHide);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    window.removeEventListener("error", onError);
    window.removeEventListener("unhandledrejection", onRejection);
    window.removeEventListener("pagehide", onHide);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}

/** What is left of an error when there is no error object: scripts of other origins tell no more. */
const thrownOf = ({ message, filename, lineno, colno }: UncaughtError) => ({
  name: "Error",
  message: message ?? "Script error.",
  stack: filename ? `@${filename}:${lineno}:${colno}` : "",
});

function queueOf(project: string): Queue | undefined {
  try {
    return storageQueue(window.localStorage, project);
  } catch {
    // The page may not store anything.
    return undefined;
  }
}
