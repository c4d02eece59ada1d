import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { TraceMap } from "@jridgewell/trace-mapping";
import * as z from "zod";
import { sharedBlobs } from "../ingest/deadline.js";
import { type EventPorts, type Key, type Ports, Unavailable } from "../ports.js";
import { Cache } from "../table/cache.js";
import { sourceMapsPartition } from "../table/layout.js";
import { readMap } from "./read-map.js";
import { MAP_BYTES_MAX } from "./store-map.js";

/** What source maps are read from. */
export type MapPorts = EventPorts & Pick<Ports, "settings">;

const decompress = promisify(brotliDecompress);
const Row = z.object({ blob: z.string(), region: z.string() });
type Row = z.infer<typeof Row>;

/** What maps in use may take of the memory, as the size of their JSON; parsed they take a few times that. */
export const CACHE_BYTES_MAX = 48 * 1024 * 1024;

const QUIET_MILLISECONDS = 5_000;
/** Whether there are any is asked for each event: nobody waits for a table that hangs. See `deadline.ts`. */
const ASK_MILLISECONDS = 300;
/** A first map is large. Where its object hangs, what hangs besides has to fit into the rest of 2.5 s. */
const LOAD_MILLISECONDS = 1_200;

interface Held {
  readonly map: TraceMap | undefined;
  readonly bytes: number;
}

/** The source maps in use, the least recently used ones put away when they are too many. */
class MapCache {
  private readonly held = new Map<string, Held>();
  private readonly loading = new Map<string, Promise<Held | undefined>>();
  private readonly rows: Cache<Row | undefined>;
  private readonly projects: Cache<boolean>;
  private bytes = 0;
  private quietUntil = 0;

  constructor(private readonly ports: MapPorts) {
    const { clock, settings } = ports;
    this.rows = new Cache(clock, settings.cacheSeconds);
    this.projects = new Cache(clock, settings.cacheSeconds);
  }

  /** What the cache holds, as the size of the maps' JSON. */
  get heldBytes(): number {
    return this.bytes;
  }

  /** False for the many projects that never uploaded one: nothing has to be looked up for them, and no time be kept. */
  async hasAny(project: string): Promise<boolean> {
    const known = this.projects.remembered(project);
    if (known) return known.value;
    return this.attempt(ASK_MILLISECONDS, false, () =>
      this.projects.get(project, async () => {
        const { items } = await this.ports.log.query({ pk: sourceMapsPartition(project), limit: 1 });
        return items.length > 0;
      }),
    );
  }

  /** Undefined when there is none, its object has not come here yet, or the table cannot answer now. */
  find(key: Key): Promise<TraceMap | undefined> {
    return this.attempt(LOAD_MILLISECONDS, undefined, async () => {
      const row = await this.rows.get(`${key.pk} ${key.sk}`, async () => {
        const item = await this.ports.log.get(key);
        return item && Row.parse(item);
      });
      const held = row && (this.held.get(row.blob) ?? (await this.loaded(row)));
      if (!row || !held) return undefined;
      this.keep(row.blob, held);
      return held.map;
    });
  }

  /** Maps are never worth an event or an answer: where they cannot be had, frames stay as they came. */
  private async attempt<V>(milliseconds: number, otherwise: V, look: () => Promise<V>): Promise<V> {
    const now = this.ports.clock.now();
    if (now < this.quietUntil) return otherwise;
    try {
      return await this.ports.clock.within(milliseconds, look());
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // A table in trouble is not asked again for each of a request's thousands of frames.
      this.quietUntil = now + QUIET_MILLISECONDS;
      return otherwise;
    }
  }

  /** However many frames ask for it at one time, a map is read once. */
  private loaded(row: Row): Promise<Held | undefined> {
    const begun = this.loading.get(row.blob);
    if (begun) return begun;
    const loading = this.load(row).finally(() => this.loading.delete(row.blob));
    this.loading.set(row.blob, loading);
    return loading;
  }

  private async load({ blob, region }: Row): Promise<Held | undefined> {
    const bytes = await this.ports.blobs.get(blob, region);
    if (!bytes) return undefined;
    const json = await decompress(bytes, { maxOutputLength: MAP_BYTES_MAX });
    return { map: await traceMap(json), bytes: json.length };
  }

  private keep(blob: string, held: Held): void {
    if (this.held.delete(blob)) this.bytes -= held.bytes;
    this.held.set(blob, held);
    this.bytes += held.bytes;
    for (const [name, { bytes }] of this.held) {
      if (this.bytes <= CACHE_BYTES_MAX || name === blob) return;
      this.held.delete(name);
      this.bytes -= bytes;
    }
  }
}

async function traceMap(json: Uint8Array): Promise<TraceMap | undefined> {
  const { AnyMap } = await import("@jridgewell/trace-mapping");
  try {
    // Checked again: an earlier version took any.
    const map = readMap(json);
    return map && AnyMap(map);
  } catch {
    // A map that passed for one and is broken inside: its frames stay as they came.
    return undefined;
  }
}

const shelves = new WeakMap<Ports["blobs"], MapCache>();

/** This region's cache: one for all requests, made of the ports that first ask for it. */
export function mapCache(ports: MapPorts): MapCache {
  const blobs = sharedBlobs(ports.blobs);
  const cache = shelves.get(blobs) ?? new MapCache(ports);
  shelves.set(blobs, cache);
  return cache;
}
