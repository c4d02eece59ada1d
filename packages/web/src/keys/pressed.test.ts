import { expect, test } from "vitest";
import { namesOf, pressed } from "./pressed.js";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) =>
  pressed({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("Ctrl and ⌘ mean the same, and caps lock changes nothing", () => {
  expect(press("k", { ctrlKey: true })).toBe("mod+k");
  expect(press("K", { metaKey: true })).toBe("mod+k");
  expect(press("R")).toBe("r");
});

test("keys with Alt and half-typed characters are left to whoever types them", () => {
  expect(press("l", { altKey: true })).toBeUndefined();
  expect(press("Dead")).toBeUndefined();
  expect(press("Process")).toBeUndefined();
});

test("two keys soon after each other are a sequence first, then the second key alone", () => {
  expect(namesOf({ key: "g", at: 1000 }, { key: "p", at: 1800 })).toEqual(["g p", "p"]);
});

test("a sequence left unfinished is forgotten", () => {
  expect(namesOf({ key: "g", at: 1000 }, { key: "p", at: 9000 })).toEqual(["p"]);
  expect(namesOf({ key: "Enter", at: 1000 }, { key: "p", at: 1100 })).toEqual(["p"]);
});
