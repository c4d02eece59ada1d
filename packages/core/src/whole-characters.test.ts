import { expect, test } from "vitest";
import { cut, written } from "./whole-characters.js";

const FAMILY = "👩‍👩‍👧‍👦";
const CHARACTERS = ["x", "在", "か\u3099", "😀", FAMILY, "🇨🇭", "e\u0301", "\r\n", "👍🏽", "&", "<", "*"];
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The same, one character after the other. */
function slowly(text: string, charsMax: number, write: (text: string) => string): string {
  let out = "";
  for (const { segment } of graphemes.segment(text)) {
    if (out.length + write(segment).length > charsMax) break;
    out += write(segment);
  }
  return out;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

test("a text is cut between whole characters, at every length, as one character after the other gives", () => {
  const texts = CHARACTERS.map((one) => one.repeat(12));
  const mixed = Array.from({ length: 60 }, (_, place) => CHARACTERS[(place * 7) % CHARACTERS.length]).join(
    "",
  );
  for (const text of [...texts, mixed, ""])
    for (let charsMax = 0; charsMax <= text.length + 2; charsMax++) {
      expect(cut(text, charsMax)).toBe(slowly(text, charsMax, (one) => one));
      expect(written(text, charsMax, escaped)).toBe(slowly(text, charsMax, escaped));
    }
});

test("half a character is none, and what has no end is left out whole", () => {
  expect(cut("a\ud83d", 10)).toBe("a\ufffd");
  expect(cut(`a${"e".padEnd(5000, "\u0301")}`, 300)).toBe("a");
});

test("a long text is cut without reading it character by character", () => {
  let asked = 0;
  written("x&".repeat(50_000), 20_000, (text) => {
    asked += 1;
    return escaped(text);
  });
  expect(asked).toBeLessThan(20);
});
