/** How bad it is. */
export type Level = "fatal" | "error" | "warning" | "info" | "debug";

export interface User {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
}

/** What is sent with one event. */
export interface Details {
  /** Default `error`. */
  readonly level?: Level;
  readonly user?: User;
  readonly tags?: Readonly<Record<string, string>>;
  /** Anything that helps to understand it. Cut at 100 entries a level and 8 levels. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the application was doing: `POST /orders`. */
  readonly transaction?: string;
  /** Overrides the grouping: events with the same one are one issue. */
  readonly fingerprint?: readonly string[];
}

/** What is sent with every event. */
export interface Defaults extends Pick<Details, "user" | "tags" | "params"> {
  readonly release?: string;
  readonly environment?: string;
}

export interface Breadcrumb {
  readonly message: string;
  readonly category?: string;
  readonly level?: Level;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One destination, as Faultline's documentation of notifications describes it; or the same, encrypted. */
export type Notification = { readonly type: string; readonly [field: string]: unknown } | string;

export interface Options extends Defaults {
  /** The failover name, which leads to a healthy region: `https://errors.example.com`. */
  readonly url: string;
  /** The regions' own names, the primary's first: tried at once when the failover name does not answer. */
  readonly regions?: readonly string[];
  readonly project: string;
  /** A client key, which can only post errors. */
  readonly key: string;
  /** Sent with every batch: whom the service notifies. */
  readonly notifications?: readonly Notification[];
  /** Report uncaught errors and rejections. Default true. */
  readonly catchUncaught?: boolean;
  /** Called with each event before it is queued. Return it, a changed one, or nothing to leave it out. */
  readonly beforeReport?: (event: Event) => Event | undefined;
  /** Called with a sentence when events are refused or dropped. It never holds the error itself or the key. */
  readonly onProblem?: (problem: string) => void;
  /** Events per request. Default 50. */
  readonly batchEvents?: number;
  /** How long an event waits for others. Default 2000. */
  readonly batchMilliseconds?: number;
  /** How long an answer may take before the other region is tried. Default 3000. */
  readonly timeoutMilliseconds?: number;
  readonly fetch?: typeof fetch;
}

export interface Frame {
  readonly file: string;
  readonly function?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Source by line number, some lines around the one that failed. */
  readonly code?: Readonly<Record<string, string>> | undefined;
}

export interface Thrown {
  readonly type: string;
  readonly message: string;
  /** The crash site first. */
  readonly backtrace: readonly Frame[];
}

/** An error as it travels; beyond the original faultline's fields: `id`, `handled`, `fingerprint`, `causes`. */
export interface Event extends Thrown {
  /** What exact counting is built on: the same however often, and whereto, the event is sent. */
  readonly id: string;
  readonly timestamp: string;
  readonly handled: boolean;
  readonly fingerprint?: readonly string[] | undefined;
  readonly causes?: readonly Thrown[] | undefined;
  readonly context: Readonly<Record<string, unknown>>;
  readonly params?: unknown;
}
