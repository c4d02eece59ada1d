import { expect, test } from "vitest";
import { functionName } from "./function-name.js";

test.each([
  ["total", "shop.cart$eval1234$total__1236", "shop.cart$eval777$total__779"],
  ["total", "shop.cart$total", "shop.cart$total$fn__98765"],
  ["eval", "shop.cart$eval1234", "user$eval7"],
])("what Clojure makes a class of has the function's own name: %s", (name, ...classes) => {
  expect(classes.map((module) => functionName("invoke", "cart.clj", module))).toEqual(
    classes.map(() => name),
  );
});

test("what Smarty calls a template's function is no name of it", () => {
  expect(functionName("content_61a2b3c4d5e6f7_12345678")).toBe("content");
  expect(functionName("content_for_1234")).toBe("content_for_1234");
});
