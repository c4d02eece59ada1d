import { expect, test } from "vitest";
import { inOrder } from "./order.js";

test("customers' projects come before Faultline's own, those with news first", () => {
  const one = (name: string, lastEventAt?: string) => ({ name, builtIn: name === "faultline", lastEventAt });
  const projects = [
    one("faultline", "2026-11-29T12:00:00Z"),
    one("quiet-b"),
    one("shop", "2026-11-28T12:00:00Z"),
    one("crm", "2026-11-29T11:00:00Z"),
    one("quiet-a"),
  ];
  expect(inOrder(projects).map(({ name }) => name)).toEqual([
    "crm",
    "shop",
    "quiet-a",
    "quiet-b",
    "faultline",
  ]);
});
