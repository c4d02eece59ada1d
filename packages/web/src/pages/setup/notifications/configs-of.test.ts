import { expect, test } from "vitest";
import { configsOf } from "./configs-of.js";

test("one config or a list of them is taken, anything else is not", () => {
  expect(configsOf('{"type":"slack"}')).toEqual([{ type: "slack" }]);
  expect(configsOf('[{"type":"slack"},{"type":"email"}]')).toHaveLength(2);
  for (const text of ["", "[", "1", '["slack"]', "[null]", "[[]]"]) expect(configsOf(text)).toBeUndefined();
});
