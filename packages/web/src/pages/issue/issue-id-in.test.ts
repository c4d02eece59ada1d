import { expect, test } from "vitest";
import { issueIdIn } from "./issue-id-in.js";

test("an issue is named by its id, or by a link to it or to one of its occurrences", () => {
  const id = "iss_5k2m7x9q1w3e4r5t6y7u8i9o0p";
  expect(issueIdIn(` ${id} `)).toBe(id);
  expect(issueIdIn(`https://errors.example.com/projects/shop/issues/${id}/occurrences/e1`)).toBe(id);
  expect(issueIdIn("TypeError: it broke")).toBeUndefined();
});

test("an issue is named by its short id, too, alone or in a link", () => {
  expect(issueIdIn(" SHOP-7K2D ")).toBe("SHOP-7K2D");
  expect(issueIdIn("shop-eu-7k2d9")).toBe("shop-eu-7k2d9");
  expect(issueIdIn("https://errors.example.com/projects/shop/issues/SHOP-7K2D?environment=eu")).toBe(
    "SHOP-7K2D",
  );
  for (const none of ["SHOP-7K", "it broke in SHOP-7K2D", "https://errors.example.com/projects/shop-7k2d"])
    expect(issueIdIn(none)).toBeUndefined();
});
