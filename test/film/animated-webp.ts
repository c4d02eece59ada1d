// One animated picture of still ones, as the container is described:
// https://developers.google.com/speed/webp/docs/riff_container. Chromium compresses the stills; here they are only put together.

/** A still WebP and how long it is shown. */
export interface Frame {
  readonly webp: Uint8Array;
  readonly milliseconds: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const IS_ANIMATED = 0x02;
const NO_BLENDING = 0x02;
const PICTURES = new Set(["VP8 ", "VP8L", "ALPH"]);

/** The pictures one after the other, without end, all of this size. Throws on what is no WebP. */
export function animatedWebp(frames: readonly Frame[], { width, height }: Size): Uint8Array {
  const size = [...in24(width - 1), ...in24(height - 1)];
  const shown = frames.map(({ webp, milliseconds }) => {
    const where = [...in24(0), ...in24(0), ...size, ...in24(milliseconds), NO_BLENDING];
    return chunk("ANMF", Buffer.from(where), picturesOf(webp));
  });
  return chunk(
    "RIFF",
    Buffer.from("WEBP"),
    chunk("VP8X", Buffer.from([IS_ANIMATED, 0, 0, 0, ...size])),
    // On white, and again and again.
    chunk("ANIM", Buffer.from([255, 255, 255, 255, 0, 0])),
    ...shown,
  );
}

/** The chunks of a still that hold its picture. */
function picturesOf(webp: Uint8Array): Buffer {
  const bytes = Buffer.from(webp);
  if (bytes.toString("latin1", 8, HEADER_BYTES) !== "WEBP") throw new Error("not a WebP");
  const found: Buffer[] = [];
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + CHUNK_HEADER_BYTES + size + (size % 2);
    if (PICTURES.has(bytes.toString("latin1", at, at + 4))) found.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(found);
}

function chunk(name: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}

const in24 = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255];
