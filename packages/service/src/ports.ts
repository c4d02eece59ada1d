import type { Mail } from "@faultline/destinations/mail";
import type { Answer, HttpRequestSpec } from "@faultline/destinations/request";
import type { QuotaSettings } from "./ingest/quotas.js";
import type { Metric } from "./metrics.js";
import type { PasswordCost } from "./people/password.js";
import type { ProviderSettings } from "./people/provider-settings.js";

export type { HttpRequestSpec };

/** What a deployed name of a region looks like, e.g. `us-east-1`. */
export type Region = string;

export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value | undefined };

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Attributes beside the key. Undefined ones are not stored. `x` is the expiry in epoch seconds; `ver` the version. */
export type Item = Key & { readonly [attribute: string]: Value | undefined };

/**
 * Judged on this region's replica, as DynamoDB does. `version` compares the attribute `ver`. `replace` always holds:
 * it says why nothing of worth can be overwritten.
 */
export type Condition =
  | { readonly kind: "absent" }
  | { readonly kind: "version"; readonly is: number }
  | { readonly kind: "replace"; readonly because: "own row" | "same content" | "last write wins" };

/** A row that this region alone writes: its heartbeat, its samples, its deliveries. */
export const OWN_ROW = { kind: "replace", because: "own row" } as const satisfies Condition;
/** A row that people write whole, and rarely: of two at once the later one stays. */
export const LAST_WRITE_WINS = { kind: "replace", because: "last write wins" } as const satisfies Condition;
/** A row whose key follows from its content, so that every writer writes the same. */
export const SAME_CONTENT = { kind: "replace", because: "same content" } as const satisfies Condition;

export type Write =
  | { readonly kind: "put"; readonly item: Item; readonly condition?: Condition | undefined }
  | { readonly kind: "delete"; readonly key: Key; readonly condition?: Condition | undefined };

/** A write that says when it may happen: all that the log takes. */
type Conditioned = Write & { readonly condition: Condition };

/** `conflict`: a condition did not hold and nothing was written. */
export type Written = "written" | "conflict";

export interface Query {
  readonly pk: string;
  /** Sort keys from here on, inclusive. */
  readonly from?: string | undefined;
  /** Sort keys up to here, inclusive. */
  readonly to?: string | undefined;
  readonly order?: "ascending" | "descending" | undefined;
  /** Items a page at the most; a page also ends at 1 MB. */
  readonly limit?: number | undefined;
  /** Go on behind this key: `next` of the page before. */
  readonly after?: Key | undefined;
}

export interface Page {
  readonly items: readonly Item[];
  readonly next?: Key | undefined;
}

/** DynamoDB's units: 1 KB a write (twice that in a transaction), 4 KB a consistent read. */
export interface Units {
  readonly read: number;
  readonly write: number;
}

/**
 * What the log and the view have in common: reads, consistent within the region. A key that is empty, or longer than
 * 900 and 1,024 bytes, is refused by every call with a `VisibleError`.
 */
export interface Reads {
  get(key: Key): Promise<Item | undefined>;
  /** Those that exist, each once, in no promised order. Any number of keys. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  query(query: Query): Promise<Page>;
  /** Every item, page by page, in no promised order: for rebuilding. */
  scan(after?: Key): Promise<Page>;
}

/**
 * The log both regions replicate. Packs are appended and never change, nothing in it is a counter, and what people
 * write is swapped at the version they saw: every put says under which condition it may happen.
 */
export interface EventLog extends Reads {
  put(item: Item, condition: Condition): Promise<Written>;
  /** All or nothing; at most 100 writes of 4 MB together, no key twice. */
  transact(writes: readonly Conditioned[]): Promise<Written>;
}

/**
 * This region's own view, and what every store implements: DynamoDB's semantics, string keys, items up to 400 KB.
 * Every method throws `Unavailable` when the table cannot answer now; the caller does not know then
 * whether a write happened.
 */
export interface ViewTable extends Reads {
  put(item: Item, condition?: Condition): Promise<Written>;
  delete(key: Key, condition?: Condition): Promise<Written>;
  /** All or nothing; at most 100 writes of 4 MB together, no key twice. */
  transact(writes: readonly Write[]): Promise<Written>;
}

/** A table that counts the units it uses. */
export interface MeteredTable extends ViewTable {
  /** Units used since the table was opened. */
  units(): Units;
}

export const TRANSACTION_WRITES_MAX = 100;
export const TRANSACTION_BYTES_MAX = 4_000_000;
export const ITEM_BYTES_MAX = 400 * 1024;

/** One applied change of a table, as DynamoDB Streams tells it. At least once, in order for each item. */
export interface Change {
  readonly old?: Item | undefined;
  readonly new?: Item | undefined;
  /** True when the item's time to live ended; such a removal changes nothing. */
  readonly expired?: boolean | undefined;
}

/** The port behind could not answer; trying again later may help. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  /** True when what was asked may have been done, or may yet be: the end of it was not heard. */
  readonly isUnheard: boolean;

  constructor(
    message: string,
    { isUnheard = false, ...options }: ErrorOptions & { isUnheard?: boolean } = {},
  ) {
    super(message, options);
    this.isUnheard = isUnheard;
  }
}

export interface Blobs {
  /** Stores the bytes unless the name is taken; names are content-derived, so a taken name holds the same bytes. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The same where another region has its own, for when this one's does not answer; gives back which. Undefined where none can. */
  readonly putElsewhere?: ((name: string, bytes: Uint8Array) => Promise<Region>) | undefined;
  /** `region` says where it was written; undefined when it is nowhere yet. */
  get(name: string, region: Region): Promise<Uint8Array | undefined>;
}

/** Where a pack waits that no table took. Names are the packs'. */
export interface Spool {
  /** What `signal` ends may have been done all the same. */
  put(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Some of those that wait. */
  names(): Promise<readonly string[]>;
  get(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
}

/** What something is encrypted for. It opens for that alone. */
export type EncryptionPurpose = "encrypted config" | "kept config" | "setup key";

export interface Cipher {
  encrypt(plain: Uint8Array, purpose: EncryptionPurpose): Promise<Uint8Array>;
  /**
   * Undefined when it was not encrypted by us for this purpose. What earlier versions made, and `aws kms encrypt`, names no
   * purpose and opens for each of them: they made configs and setup keys in this way, and what else they made is of no use
   * any more.
   */
  decrypt(encrypted: Uint8Array, purpose: EncryptionPurpose): Promise<Uint8Array | undefined>;
  /** Whether what opens was encrypted as it would be today: the rest is encrypted anew when it is used. Always, when left out. */
  readonly isCurrent?: ((encrypted: Uint8Array) => boolean) | undefined;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** The work's end, or `Unavailable` when it takes longer. The work goes on; nobody waits for it. */
  within<T>(milliseconds: number, work: Promise<T>): Promise<T>;
}

export interface Ids {
  /** Time-ordered and random, 26 characters of `0-9a-z`. */
  unique(): string;
  /** In [0, 1). */
  random(): number;
  /** Secret and unguessable, 32 hex digits. */
  secret(): string;
}

/** Counts and measures. Names are the constants of `metrics.ts`, so that no alarm watches a name nobody emits. */
export interface Meter {
  count(metric: Metric, by: number, dimensions?: Readonly<Record<string, string>>): void;
  measure(metric: Metric, value: number, dimensions?: Readonly<Record<string, string>>): void;
}

/** A request left this machine and came back, or it did not: `unreachable` may pass, `forbidden` never left. */
export type Sent =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "unreachable" | "forbidden"; readonly reason: string };

/** The one way out. See `http-sender.ts`. */
export type Send = (request: HttpRequestSpec) => Promise<Sent>;

/** Hands a mail to the deployment's SMTP server. Throws when it does not take it. */
export type Post = (mail: Mail) => Promise<void>;

/** One structured line. Never bodies, never keys. */
export type Logger = (line: Readonly<Record<string, unknown>>) => void;

/** Says that something of ours broke, and where. Never throws, never waits. */
export type OwnFault = (error: unknown, where: string) => void;

/** The log in the other region, asked directly: what a region needs of it while its own does not answer. */
export type PeerLog = Pick<EventLog, "get" | "put">;

/** The log that both regions replicate, and the view that is this region's alone. */
/** Resolves when a sender's next request may be read. Give what comes back the size of its body once it is known. */
export type Room = (who: string) => Promise<(bytes: number) => void>;

export interface Ports {
  readonly region: Region;
  /** All regions of the deployment, the primary one first. */
  readonly regions: readonly Region[];
  readonly log: EventLog;
  /** The log in the other region, asked directly; undefined for a region that stands alone. */
  readonly peerLog?: PeerLog | undefined;
  readonly view: ViewTable;
  readonly blobs: Blobs;
  readonly spool?: Spool | undefined;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly meter: Meter;
  readonly print: Logger;
  /** Undefined where nobody is told of faults: in tests and tools. */
  readonly ownFault?: OwnFault | undefined;
  readonly send: Send;
  /** Undefined when the deployment has no SMTP server. */
  readonly mail?: Post | undefined;
  /** Undefined where each request has a process to itself. */
  readonly room?: Room | undefined;
  /** True while this region is the one that tells people. */
  readonly isLeader: () => Promise<boolean>;
  readonly settings: Settings;
}

/** What reading events touches: their packs, what of them lies in the blobs, and the time, for what is cached. */
export type EventPorts = Pick<Ports, "log" | "blobs" | "clock">;

/** What a page is read from: the view, and the events it points to, with their source maps. */
export type QueryPorts = EventPorts & Pick<Ports, "view" | "settings">;

/** What writing the view touches: reading the log, and swapping rows. */
export type ProjectionPorts = QueryPorts & Pick<Ports, "ids">;

export interface Settings {
  readonly version: string;
  /** SHA-256 in hex of the keys, so that no key lies in memory longer than its request. */
  readonly masterKeyHash: string;
  readonly clientKeyHashes: readonly string[];
  /** How long a looked-up key or project may be served from memory. */
  readonly cacheSeconds: number;
  readonly retentionDays: number;
  /** Where mails may go that a config in a POST asks for. */
  readonly mailDomains?: readonly string[] | undefined;
  /** How hard packs are compressed, as Brotli counts it (0 to 11); what a table that bills by size is worth when left out. */
  readonly packQuality?: number | undefined;
  /** What a password's hash costs; what docs/access.md promises when left out, as it is wherever people sign in. */
  readonly passwordCost?: PasswordCost | undefined;
  /** What a 2xx promises: this region has it, or both have while both are up. */
  readonly durability: "region" | "dual";
  /** How much is taken in before events lose their bodies or are refused; generous ones when left out. */
  readonly quotas?: QuotaSettings | undefined;
  /** Who knows people already; undefined where nobody is asked. */
  readonly provider?: ProviderSettings | undefined;
  /** Where people reach us: scheme, failover name, port. */
  readonly publicUrl: string;
}
