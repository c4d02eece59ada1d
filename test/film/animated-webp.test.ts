import { expect, test } from "vitest";
import { animatedWebp } from "./animated-webp.js";

/** A still of one transparent pixel, compressed without loss: the smallest there is. */
const PIXEL = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");
const SIZE = { width: 1200, height: 760 };

/** The chunks that lie between two places, by name and content. */
function chunksOf(bytes: Buffer, from: number): { name: string; content: Buffer }[] {
  const found: { name: string; content: Buffer }[] = [];
  for (let at = from; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    found.push({
      name: bytes.toString("latin1", at, at + 4),
      content: bytes.subarray(at + 8, at + 8 + size),
    });
    at += 8 + size + (size % 2);
  }
  return found;
}

test("each picture is in the film, as long as it is to be seen", () => {
  const frames = [1300, 70_000].map((milliseconds) => ({ webp: PIXEL, milliseconds }));
  const film = Buffer.from(animatedWebp(frames, SIZE));
  expect(film.toString("latin1", 0, 4) + film.toString("latin1", 8, 12)).toBe("RIFFWEBP");
  expect(film.readUInt32LE(4)).toBe(film.length - 8);
  const [extended, animation, ...shown] = chunksOf(film, 12);
  expect([extended?.name, animation?.name, ...shown.map(({ name }) => name)]).toEqual([
    "VP8X",
    "ANIM",
    "ANMF",
    "ANMF",
  ]);
  expect([extended?.content.readUIntLE(4, 3), extended?.content.readUIntLE(7, 3)]).toEqual([1199, 759]);
  expect(shown.map(({ content }) => content.readUIntLE(12, 3))).toEqual([1300, 70_000]);
  for (const { content } of shown) expect(chunksOf(content, 16).map(({ name }) => name)).toEqual(["VP8L"]);
});

test("what is no WebP makes no film", () => {
  expect(() =>
    animatedWebp([{ webp: Buffer.from("\x89PNG, and more of it"), milliseconds: 1 }], SIZE),
  ).toThrow("not a WebP");
});
