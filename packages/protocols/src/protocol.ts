import type { Report } from "@faultline/core/report";
import type { VisibleError } from "@faultline/core/visible-error";
import type { Setup, SetupPlace } from "./setup.js";

/** What comes before a body: whoever sends it has to be known before anything is made of the rest. */
export interface WireHead {
  /** The path as it was asked for, without doubled or trailing slashes. */
  readonly path: string;
  /** The path pattern's named parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
}

/** A POST as a wire sees it: decompressed, bounded, not yet parsed. */
export interface WireRequest extends WireHead {
  readonly body: Uint8Array;
  /** True when the body was longer than what is read, and ends somewhere: for wires with a sieve. */
  readonly isCut?: boolean | undefined;
}

/** Who sends. `project` is a name, `projectNumber` the numeric id of a DSN; neither when the key alone tells. */
export interface Credential {
  readonly key: string;
  readonly project?: string | undefined;
  readonly projectNumber?: string | undefined;
}

export interface Rejected {
  /** Place in what the client sent. */
  readonly index: number;
  readonly reason: string;
}

/** So many things of a kind that were taken and not kept. */
export interface Dropped {
  readonly what: string;
  readonly count: number;
}

export interface Parsed {
  readonly reports: readonly Report[];
  /** Entries that are no error reports at all; the good ones beside them are kept. */
  readonly rejected: readonly Rejected[];
  /** What the wire's clients send that is no error and that we have no use for, by what it is. None when left out. */
  readonly dropped?: readonly Dropped[] | undefined;
  /** Notification configs of the POST, unparsed: objects or encrypted strings. */
  readonly notifications?: readonly unknown[] | undefined;
  /** When the request was sent, by the client's clock: tells how far off that is, and how long events waited. */
  readonly sentAt?: number | undefined;
  /** True of reports by our own regions, whose times need no judgement. */
  readonly isExact?: boolean | undefined;
}

/** A report that is stored. `duplicate` is a hint: this region already had it, or the POST holds it twice. */
export interface Stored {
  readonly kind: "accepted" | "duplicate";
  readonly eventId: string;
  readonly issue: string;
  /** The issue of the grouping mechanism before, which takes the event instead while it lives. */
  readonly former?: string | undefined;
}

/** How one thing of a POST ended: each has exactly one outcome. Those that are dropped are told together. */
export type Outcome =
  | Stored
  | ({ readonly kind: "rejected" } & Rejected)
  | ({ readonly kind: "dropped" } & Dropped);

/** What a whole POST came to, for the wire to tell its client. `warnings` speak of notification configs we could not use. */
export interface Receipt {
  readonly project: string;
  /** Where people reach this deployment. */
  readonly publicUrl: string;
  readonly outcomes: readonly Outcome[];
  readonly warnings: readonly string[];
  /** Where it was stored: this region's table, the other region's, or the spool it is taken in from later. */
  readonly acceptedBy: "local" | "peer" | "spool";
  /** True when both regions have it already. */
  readonly isDual: boolean;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A body that is still packed though no `content-encoding` says so. */
export interface Packed {
  readonly body: Uint8Array;
  readonly encoding: "deflate" | "gzip";
}

/** A call that a wire's clients make beside their reports. It needs no key and stores nothing. */
interface Aside {
  readonly methods: readonly ("GET" | "POST" | "PUT" | "PATCH")[];
  /** One that ends in `:rest{.+}` is asked when no address of any wire says it better. */
  readonly path: string;
  /** Undefined when this is no call of its clients after all. */
  answer(params: Readonly<Record<string, string>>): WireAnswer | undefined;
}

/** How a wire's clients tell that a release is deployed. */
interface Deploys {
  readonly paths: readonly string[];
  /** Where these calls have their key, when it is not where reports have theirs. */
  credentialIn?(start: Uint8Array, head: WireHead): Credential | undefined;
  /** Undefined when it names none: there is nothing to keep then. */
  releaseOf(request: WireRequest): string | undefined;
  answer(): WireAnswer;
}

/** Lets through what is worth keeping of a body, whatever pieces it comes in. */
export interface Sieve {
  take(piece: Uint8Array): readonly Uint8Array[];
  /** What was held until more would come. */
  end(): readonly Uint8Array[];
}

/** One wire. Registered in `all.ts`; adding one touches nothing else. */
export interface Protocol {
  readonly name: string;
  /** What is large and needed by its clients alone. Awaited before anything else of it is called. */
  load?(): Promise<void>;
  /** Path patterns (`/v0/projects/:project/errors`). Matched with and without a trailing slash. */
  readonly paths: readonly string[];
  readonly asides?: readonly Aside[];
  readonly deploys?: Deploys;
  /** Headers of answers that its clients read in browsers, beside those of every wire. */
  readonly exposedHeaders?: readonly string[];
  /** What its clients have to be told to report here, by a client's name. */
  setups(place: SetupPlace): Readonly<Record<string, Setup>>;
  /** For bodies that are too long for what is not kept (attachments): they are then sieved, not refused. */
  sieve?(head: WireHead): Sieve | undefined;
  /** What is left to decompress, for clients that do not say that they compress. */
  packed?(request: WireRequest): Packed | undefined;
  /** The key by header, query or path; undefined when none is there. */
  credential(head: WireHead): Credential | undefined;
  /** For clients that put their key into the body: what its first `KEY_PREFIX_BYTES` say, decompressed. */
  credentialIn?(start: Uint8Array, head: WireHead): Credential | undefined;
  /** Throws `VisibleError` when the whole body is unusable. */
  parse(request: WireRequest): Parsed;
  answer(receipt: Receipt, request: WireRequest): WireAnswer;
  /**
   * How this wire's clients want to be refused. `status` is the HTTP status of the error's kind, `headers` are those
   * of a request that may be unreadable otherwise.
   */
  refuse(error: VisibleError, status: number, headers: Headers): WireAnswer;
}
