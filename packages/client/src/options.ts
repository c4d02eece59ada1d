/** How bad it is. */
export type Level = "fatal" | "error" | "warning" | "info" | "debug";

export interface User {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
}

/** What an event says beside its error. */
export interface Details {
  /** `error`, unless said otherwise. */
  readonly level?: Level;
  readonly user?: User;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whatever helps to understand it. Cut at 100 entries a level and 8 levels. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the application was doing: `POST /orders`. */
  readonly transaction?: string;
  /** Decides by itself which events are one issue. */
  readonly fingerprint?: readonly string[];
}

/** What stays so for all events from now on. */
export interface Standing extends Pick<Details, "user" | "tags" | "params"> {
  readonly release?: string;
  readonly environment?: string;
}

export interface Breadcrumb {
  readonly message: string;
  readonly category?: string;
  readonly level?: Level;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One destination, as the project's page on notifications has it; or the same, sealed. */
export type Notification = { readonly type: string; readonly [field: string]: unknown } | string;

export interface Options extends Standing {
  /** The name that leads to a region that is well: `https://errors.example.com`. */
  readonly url: string;
  /** The regions' own names, the primary's first: where to go at once when the name does not answer. */
  readonly regions?: readonly string[];
  readonly project: string;
  /** A client key: it may only post errors. */
  readonly key: string;
  /** Travels with every batch; the service tells these people. */
  readonly notifications?: readonly Notification[];
  /** False: what nobody caught is not reported. */
  readonly catchUncaught?: boolean;
  /** Last look at an event before it is kept: give back another one, or nothing to leave it out. */
  readonly beforeReport?: (event: Event) => Event | undefined;
  /** Told in a sentence when an event is refused or dropped. Never the error itself, never the key. */
  readonly onProblem?: (problem: string) => void;
  /** 50: so many events are sent at once. */
  readonly batchEvents?: number;
  /** 2000: an event waits so long for others. */
  readonly batchMilliseconds?: number;
  /** 3000: so long an answer may take before the other region is asked. */
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
