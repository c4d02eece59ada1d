import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { messageName } from "./message-name.js";

test("a message keeps its name up to 626 bytes; a longer one is cut after the character that reaches 627", () => {
  expect(messageName("a".repeat(626))).toBe("a".repeat(626));
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  expect(messageName("a".repeat(700))).toBe(
    `${"a".repeat(627)}--truncated-by-faultline--${hash("a".repeat(73))}`,
  );
  const emoji = "😀".repeat(200);
  expect(messageName(emoji)).toBe(`${"😀".repeat(157)}--truncated-by-faultline--${hash("😀".repeat(43))}`);
});
