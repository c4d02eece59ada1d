import { promisify } from "node:util";
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
} from "node:zlib";
import { type Accepted, Event } from "@faultline/core/event";
import { eventTime, type TimeSigns } from "@faultline/core/event-time";
import { derivedEventId, eventDigest, packName } from "@faultline/core/id";
import { isEvent, mendEvent } from "@faultline/core/mend-event";
import * as z from "zod";
import { METRICS } from "../metrics.js";
import type { Item, Ports, Region } from "../ports.js";
import { Unavailable } from "../ports.js";
import { packKey } from "../table/layout.js";
import { memoize } from "../table/memoize.js";
import { keptUntil } from "../table/retention.js";

/** What packing touches. */
type PackPorts = Pick<Ports, "region" | "blobs" | "clock" | "meter" | "settings">;

/** Compressed size above which the events go to Blobs and the item only points there. */
const SPILL_BYTES = 24_000;
/** While Blobs do not answer it stays in the item, which may have 400 KB with all else. */
const INLINE_BYTES_MAX = 350_000;
/** Events that share a pack: their place has to fit 16 bits, and a reader of one unpacks all. */
const EVENTS_MAX = 2_000;
const JSON_BYTES_MAX = 8 * 1024 * 1024;
/**
 * What is billed by the kilobyte is worth the processor's time; a disk is not: at quality 1 a pack of one event takes a fifth
 * of the time and a sixth more room. See docs/decisions/0118-packs-on-a-disk-are-compressed-quickly.md.
 */
const BILLED_QUALITY = 5;
export const DISK_QUALITY = 1;

/** Small ones are done at once: handing them to another thread and back takes longer than the work. */
const AT_ONCE_BYTES = 128 * 1024;

const PIECE_BYTES_MIN = 1024;
const PIECE_BYTES_MAX = 16 * 1024;

const compressApart = promisify(brotliCompress);
const decompressApart = promisify(brotliDecompress);

const PackItem = z.object({
  pk: z.string(),
  o: z.string(),
  p: z.string(),
  rt: z.number(),
  n: z.number(),
  z: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  s: z.object({ name: z.string(), region: z.string() }).optional(),
  /** When the client sent it, by the client's clock. */
  sa: z.number().optional(),
  /** True when that clock is one of ours. */
  ex: z.boolean().optional(),
  x: z.number(),
});

type Read = Pick<Accepted, "event" | "digest">;

/** Each with its digest, as hashing an id costs more than all else of taking an event in; what is none, as it is stored. */
const eventsIn = memoize(
  async (bytes: Uint8Array): Promise<readonly (Read | { readonly stored: unknown })[]> => {
    const isSmall = bytes.length <= AT_ONCE_BYTES;
    const json = isSmall ? brotliDecompressSync(bytes) : await decompressApart(bytes);
    return z
      .array(z.unknown())
      .parse(JSON.parse(json.toString()))
      .map((stored) => {
        const event = isEvent(stored) ? stored : Event.safeParse(stored).data;
        return event ? withDigest(event) : { stored };
      });
  },
);

const withDigest = (event: Event): Read => ({ event, digest: eventDigest(event) });

/** One that cannot be read is shown as far as it can: it must not hide the others of its pack. */
function mended(stored: unknown, project: string): Read {
  const id = derivedEventId("unreadable event", JSON.stringify(stored));
  return withDigest(mendEvent(stored, { project, id }));
}

/** The events of one request as they are stored together. */
export interface Pack {
  readonly name: string;
  readonly events: readonly Event[];
  /** The events as they are stored. */
  readonly json: string;
}

/** Packs for the events, cut the same way for the same events wherever they are sent. */
export async function* packsOf(project: string, events: AsyncIterable<Event>): AsyncGenerator<Pack> {
  let part: Event[] = [];
  let texts: string[] = [];
  let bytes = 0;
  for await (const event of events) {
    const text = JSON.stringify(event);
    const isFull = part.length >= EVENTS_MAX || bytes + text.length > JSON_BYTES_MAX;
    if (isFull && part.length > 0) {
      yield packOf(project, part, texts);
      part = [];
      texts = [];
      bytes = 0;
    }
    part.push(event);
    texts.push(text);
    bytes += text.length;
  }
  if (part.length > 0) yield packOf(project, part, texts);
}

function packOf(project: string, events: readonly Event[], texts: readonly string[]): Pack {
  return { name: packName(project, events), events, json: `[${texts.join(",")}]` };
}

/**
 * The log item for a pack accepted here and now. Large ones are put into Blobs first: object first, pointer second. What
 * is known of the request's time stands in the item, not among the events: it differs from one attempt to the next.
 */
export async function packItem(
  ports: PackPorts,
  project: string,
  pack: Pack,
  { sentAt, isExact }: Pick<TimeSigns, "sentAt" | "isExact"> = {},
): Promise<Item> {
  const { name, events } = pack;
  const bytes = await compressed(Buffer.from(pack.json), ports.settings.packQuality ?? BILLED_QUALITY);
  ports.meter.measure(METRICS.packBytes, bytes.length);
  const spilledTo = bytes.length > SPILL_BYTES ? await spill(ports, name, bytes) : undefined;
  const receivedAt = ports.clock.now();
  const { pk, sk } = packKey(name);
  return {
    pk,
    sk,
    o: ports.region,
    p: project,
    rt: receivedAt,
    n: events.length,
    z: spilledTo === undefined ? bytes : undefined,
    s: spilledTo === undefined ? undefined : { name, region: spilledTo },
    sa: sentAt,
    ex: isExact,
    x: keptUntil(ports, receivedAt),
  };
}

/** What it is made for is told first, or room for gigabytes is prepared. */
async function compressed(json: Uint8Array, quality: number): Promise<Uint8Array> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
  };
  // What comes out is smaller than this, so that room for one piece is enough.
  const options = { params, chunkSize: Math.max(PIECE_BYTES_MIN, Math.min(PIECE_BYTES_MAX, json.length)) };
  const isSmall = json.length <= AT_ONCE_BYTES;
  return isSmall ? brotliCompressSync(json, options) : compressApart(json, options);
}

/** Puts a large pack's bytes into Blobs and gives back where; undefined when they had better stay with the item. */
async function spill(ports: PackPorts, name: string, bytes: Uint8Array): Promise<Region | undefined> {
  const { blobs, region, meter } = ports;
  const place = await blobs.put(name, bytes).then(
    () => region,
    (error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      if (bytes.length <= INLINE_BYTES_MAX) return undefined;
      // Too large for the table, so the other region's is what is left.
      if (!blobs.putElsewhere) throw error;
      return blobs.putElsewhere(name, bytes);
    },
  );
  if (place !== undefined) meter.count(METRICS.packsSpilled, 1);
  return place;
}

/** How many events a stored pack holds. */
export const eventCountOf = (item: Item): number => (typeof item.n === "number" ? item.n : 1);

const packIn = memoize((item: Item) => PackItem.parse(item));

/**
 * The events of a stored pack, in their order. Throws `Unavailable` while a spilled pack's object has not
 * come to this region and its own region does not answer.
 */
export async function readPack(ports: Pick<Ports, "blobs">, item: Item): Promise<readonly Accepted[]> {
  const {
    pk,
    o: region,
    p: project,
    rt: receivedAt,
    z: bytes,
    s: spill,
    sa: sentAt,
    ex: isExact,
  } = packIn(item);
  const pack = pk.slice("K#".length);
  const stored = bytes ?? (spill && (await ports.blobs.get(spill.name, spill.region)));
  if (!stored) throw new Unavailable(`the object of pack ${pack} is not here yet`);
  const events = await eventsIn(stored);
  const known = accepted.get(item);
  if (known) return known;
  const read = events.map((one, index): Accepted => {
    const { event, digest } = "event" in one ? one : mended(one.stored, project);
    const { at, reopensBefore } = eventTime({ timestamp: event.timestamp, sentAt, receivedAt, isExact });
    const { environment = "" } = event;
    return { event, digest, project, region, environment, receivedAt, at, reopensBefore, pack, index };
  });
  accepted.set(item, read);
  return read;
}

/** A pack is read by its issues, its project and whoever shows it: see `memoize`. */
const accepted = new WeakMap<Item, readonly Accepted[]>();
