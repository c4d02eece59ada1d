import { expect, test } from "vitest";
import { bodyMemory } from "./body-memory.js";

const MEGABYTE = 2 ** 20;

test("whoever holds most gives way, the largest of his bodies first; nobody else is refused", () => {
  const open = bodyMemory(10 * MEGABYTE);
  const hog = Array.from({ length: 5 }, () => open("hog", 0));
  for (const share of hog) share.grow(2 * MEGABYTE);
  hog[3]?.grow(-MEGABYTE);
  const others = Array.from({ length: 30 }, (_, place) => open(`client ${place}`, 100_000));
  for (const share of others) share.grow(100_000);
  expect(others.filter(({ signal }) => signal.aborted)).toEqual([]);
  expect(hog.map(({ signal }) => signal.aborted)).toEqual([true, false, false, false, false]);
  expect(hog[0]?.signal.reason).toMatchObject({ code: "busy", kind: "unavailable", retryAfterSeconds: 2 });
});

test("a body that would be too much by itself is refused where it grows", () => {
  const open = bodyMemory(MEGABYTE);
  expect(() => open("one", 0).grow(MEGABYTE + 1)).toThrow(expect.objectContaining({ code: "busy" }));
  expect(() => open("one", 0).grow(MEGABYTE)).not.toThrow();
});

test("what is being worked on stays, and what was given back is there for others", () => {
  const open = bodyMemory(2 * MEGABYTE);
  const working = open("one", 0);
  working.grow(2 * MEGABYTE);
  working.pin();
  expect(() => open("two", 0).grow(MEGABYTE)).toThrow();
  expect(working.signal.aborted).toBe(false);
  working.release();
  working.release();
  expect(() => open("two", 0).grow(2 * MEGABYTE)).not.toThrow();
});

test("who announces more than a quarter of it at one time is told so before anything is read; small bodies are let in", () => {
  const open = bodyMemory(64 * MEGABYTE);
  const uploads = Array.from({ length: 10 }, () => open("hog", 5 * MEGABYTE));
  expect(uploads.filter(({ signal }) => !signal.aborted)).toHaveLength(3);
  expect(open("hog", 5_000).signal.aborted).toBe(false);
  expect(open("other", 5 * MEGABYTE).signal.aborted).toBe(false);
  expect(open("alone", 40 * MEGABYTE).signal.aborted).toBe(false);
  for (const upload of uploads) upload.release();
  expect(open("hog", 5 * MEGABYTE).signal.aborted).toBe(false);
});
