import { expect, test } from "vitest";
import { actionsOf, asksOtherRegion } from "./keys.js";

test("who asks the other region's log is who may", () => {
  const functions = ["http", "reduce", "sweep", "watch", "rebuild"] as const;
  expect(functions.filter(asksOtherRegion)).toEqual(
    functions.filter((by) => actionsOf(by, "peerLog").length > 0),
  );
});
