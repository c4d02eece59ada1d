import { describe, expect, test } from "vitest";
import { describeThrown } from "./describe-thrown.js";
import { framesOf } from "./stack.js";

const thrownWith = (stack: string, message = "broke") => ({ name: "TypeError", message, stack });
const framesIn = (stack: string, message = "broke") =>
  describeThrown(thrownWith(stack, message), "")[0].backtrace.map(
    ({ function: name, file, line, column }) => `${name ?? "-"} ${file} ${line}:${column}`,
  );

describe("a stack is read", () => {
  test("as V8 writes it", () => {
    const stack = `TypeError: broke
    at checkout (/srv/shop/cart.js:12:5)
    at async Cart.total (file:///srv/shop/my cart (2).mjs:30:11)
    at new Order [as create] (/srv/shop/order.js:1:2)
    at /srv/shop/main.js:7:3
    at Array.map (<anonymous>)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;
    expect(framesIn(stack)).toEqual([
      "checkout /srv/shop/cart.js 12:5",
      "Cart.total /srv/shop/my cart (2).mjs 30:11",
      "new Order /srv/shop/order.js 1:2",
      "- /srv/shop/main.js 7:3",
      "Array.map <anonymous> undefined:undefined",
      "process.processTicksAndRejections node:internal/process/task_queues 105:5",
    ]);
  });

  test("as Firefox and Safari write it", () => {
    const stack =
      "checkout@https://shop.example/assets/app.js:12:5\n@https://shop.example/assets/app.js:1:2\nglobal code@https://shop.example/:3:4\n";
    expect(framesIn(stack)).toEqual([
      "checkout https://shop.example/assets/app.js 12:5",
      "- https://shop.example/assets/app.js 1:2",
      "global code https://shop.example/ 3:4",
    ]);
  });

  test("without being led astray by a message that looks like one", () => {
    const message = "broke\n    at fake (/no/where.js:1:1)";
    expect(framesIn(`TypeError: ${message}\n    at real (/srv/a.js:2:3)`, message)).toEqual([
      "real /srv/a.js 2:3",
    ]);
  });

  test("of this very engine", () => {
    const [frame] = framesOf(new Error("here").stack ?? "", "here");
    expect(frame).toMatchObject({
      file: expect.stringMatching(/^\/.*describe-thrown\.test\.ts$/),
      line: expect.any(Number),
    });
  });

  test("to fifty calls of an endless recursion", () => {
    const stack = `RangeError: deep\n${"    at again (/srv/a.js:1:1)\n".repeat(5_000)}`;
    expect(framesIn(stack)).toHaveLength(50);
  });
});

describe("causes", () => {
  test("follow what they caused, each with its own calls", () => {
    const error = new TypeError("outer", { cause: new Error("middle", { cause: "a text" }) });
    const chain = describeThrown(error, "");
    expect(chain.map(({ type, message }) => `${type}: ${message}`)).toEqual([
      "TypeError: outer",
      "Error: middle",
      "Error: a text",
    ]);
    expect(chain[1]?.backtrace.length).toBeGreaterThan(0);
  });

  test("of an aggregate are its errors", () => {
    const error = new AggregateError([new Error("first"), new Error("second")], "all failed");
    expect(describeThrown(error, "").map(({ message }) => message)).toEqual([
      "all failed",
      "first",
      "second",
    ]);
  });

  test("that lead back to where they began end there; none of a thousand is followed beyond ten", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    a.cause = b;
    b.cause = a;
    expect(describeThrown(a, "").map(({ message }) => message)).toEqual(["a", "b"]);
    let deep = new Error("0");
    for (let depth = 1; depth < 1_000; depth++) deep = new Error(String(depth), { cause: deep });
    expect(describeThrown(deep, "")).toHaveLength(10);
  });
});

test("what is no error is told as well as it can be", () => {
  const told = (thrown: unknown) => {
    const [{ type, message }] = describeThrown(thrown, "");
    return `${type}: ${message}`;
  };
  expect(told("out of stock")).toBe("Error: out of stock");
  expect(told(undefined)).toBe("Error: undefined");
  expect(told({ code: 7 })).toBe('Error: {"code":7}');
  expect(told({ name: "PaymentDeclined", message: "no money" })).toBe("PaymentDeclined: no money");
});
