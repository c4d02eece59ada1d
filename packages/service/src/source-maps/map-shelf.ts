import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { AnyMap, type TraceMap } from "@jridgewell/trace-mapping";
import { z } from "zod";
import { Cache } from "../cache.js";
import { sourceMapsPartition } from "../keys.js";
import { type Key, type Ports, Unavailable } from "../ports.js";
import { MAP_BYTES_MAX } from "./store-map.js";

const decompress = promisify(brotliDecompress);
const Row = z.object({ blob: z.string(), region: z.string() });
type Row = z.infer<typeof Row>;

/** What maps in use may take of the memory, as the size of their JSON; parsed they take a few times that. */
const SHELF_BYTES_MAX = 48 * 1024 * 1024;

interface Held {
  readonly map: TraceMap | undefined;
  readonly bytes: number;
}

/** The source maps in use, the least recently used ones put away when they are too many. */
class MapShelf {
  private readonly held = new Map<string, Held>();
  private readonly rows: Cache<Row | undefined>;
  private readonly projects: Cache<boolean>;
  private bytes = 0;

  constructor(private readonly ports: Ports) {
    const { clock, settings } = ports;
    this.rows = new Cache(clock, settings.cacheSeconds);
    this.projects = new Cache(clock, settings.cacheSeconds);
  }

  /** False for the many projects that never uploaded one: nothing has to be looked up for them. */
  hasAny(project: string): Promise<boolean> {
    return this.projects.get(project, async () => {
      const { items } = await this.ports.log.query({ pk: sourceMapsPartition(project), limit: 1 });
      return items.length > 0;
    });
  }

  /** Undefined when there is none, or its object has not come here yet. */
  async find(key: Key): Promise<TraceMap | undefined> {
    const row = await this.rows.get(`${key.pk} ${key.sk}`, async () => {
      const item = await this.ports.log.get(key);
      return item && Row.parse(item);
    });
    if (!row) return undefined;
    const held = this.held.get(row.blob) ?? (await this.load(row));
    if (!held) return undefined;
    this.keep(row.blob, held);
    return held.map;
  }

  private async load({ blob, region }: Row): Promise<Held | undefined> {
    const bytes = await this.ports.blobs.get(blob, region);
    if (!bytes) return undefined;
    const json = await decompress(bytes, { maxOutputLength: MAP_BYTES_MAX });
    return { map: parsed(json.toString()), bytes: json.length };
  }

  private keep(blob: string, held: Held): void {
    if (this.held.delete(blob)) this.bytes -= held.bytes;
    this.held.set(blob, held);
    this.bytes += held.bytes;
    for (const [name, { bytes }] of this.held) {
      if (this.bytes <= SHELF_BYTES_MAX || name === blob) return;
      this.held.delete(name);
      this.bytes -= bytes;
    }
  }
}

function parsed(json: string): TraceMap | undefined {
  try {
    return AnyMap(json);
  } catch {
    // A map that passed for one and is broken inside: its frames stay as they came.
    return undefined;
  }
}

const shelves = new WeakMap<Ports, MapShelf>();

/** This region's shelf: one for all requests. */
export function mapShelf(ports: Ports): MapShelf {
  const shelf = shelves.get(ports) ?? new MapShelf(ports);
  shelves.set(ports, shelf);
  return shelf;
}

/** The map of one frame, or undefined while it cannot be had: a frame without its map stays as it came. */
export async function findMap(ports: Ports, key: Key): Promise<TraceMap | undefined> {
  try {
    return await mapShelf(ports).find(key);
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
