import { describe, expect, test } from "vitest";
import { loadLanguages, parseStack } from "./parse-stack.js";

await loadLanguages();

const STACKS = {
  V8: `StockError: none of sku-9 left
    at take (/srv/shop/app/stock.js:12:9)
    at async Order.place (file:///srv/shop/app/order.js:30:5)
    at new Cart (webpack:///./src/cart.ts:4:1)
    at Array.map (<anonymous>)
    at node:internal/main/run_main_module:23:47
    [cause]: Error: connection refused
      at connect (/srv/shop/app/db.js:3:7)`,
  Firefox: `take@https://shop.example/assets/stock.js:12:9
place/<@https://shop.example/assets/order.js:30:5
@https://shop.example/assets/main.js:1:1`,
  Safari: `take@https://shop.example/assets/stock.js:12:9
[native code]
global code@https://shop.example/assets/main.js:1:1`,
  Python: `Traceback (most recent call last):
  File "/srv/shop/app/db.py", line 3, in connect
    raise OSError("connection refused")
OSError: connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/lib/python3.11/runpy.py", line 88, in _run_code
    exec(code, run_globals)
  File "/srv/shop/app/stock.py", line 12, in take
    raise StockError("none of sku-9 left") from e
shop.errors.StockError: none of sku-9 left`,
  Java: `Exception in thread "main" jp.shop.StockError: none of sku-9 left
	at jp.shop.Stock.take(Stock.java:12)
	at jp.shop.Order$1.run(Order.java:30)
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.io.IOException: connection refused
	at jp.shop.Db.connect(Db.java:3)
	... 2 more`,
  ".NET": `Shop.StockError: none of sku-9 left
 ---> System.IO.IOException: connection refused
   at Shop.Db.Connect(String host) in /srv/shop/app/Db.cs:line 3
   --- End of inner exception stack trace ---
   at Shop.Stock.Take(Int32 count) in /srv/shop/app/Stock.cs:line 12
   at System.Threading.Tasks.Task.Execute()`,
  Ruby: `/srv/shop/app/stock.rb:12:in \`take': none of sku-9 left (Shop::StockError)
	from /srv/shop/app/order.rb:30:in \`block in place'
	from /usr/lib/ruby/3.1.0/forwardable.rb:238:in \`each'`,
  PHP: `PHP Fatal error:  Uncaught Shop\\StockError: none of sku-9 left in /srv/shop/app/Stock.php:12
Stack trace:
#0 /srv/shop/app/Order.php(30): Shop\\Stock->take(3)
#1 /srv/shop/vendor/http/Kernel.php(8): Shop\\Order->place()
#2 {main}
  thrown in /srv/shop/app/Stock.php on line 12`,
  Go: `panic: none of sku-9 left

goroutine 1 [running]:
shop/app.take(0x3)
	/srv/shop/app/stock.go:12 +0x1d
main.main()
	/srv/shop/app/main.go:30 +0x20
net/http.(*conn).serve(0xc000)
	/usr/local/go/src/net/http/server.go:1991 +0x5f`,
} as const;

const told = (stack: string) =>
  parseStack(stack, { type: undefined, message: undefined, roots: ["/srv/shop"] });
const lines = (stack: string, place = 0): string[] =>
  told(stack)[place]?.frames.map(
    ({ file, function: name, line, inApp }) =>
      `${name ?? ""} ${file}:${line ?? ""}${inApp ? "" : " foreign"}`,
  ) ?? [];

describe("a printed stack becomes calls, the crash site first, and it is told which are the team's", () => {
  test.each([
    [
      "V8",
      [
        "take app/stock.js:12",
        "Order.place app/order.js:30",
        "new Cart src/cart.ts:4",
        " node:internal/main/run_main_module:23 foreign",
      ],
    ],
    [
      "Firefox",
      [
        "take shop.example/assets/stock.js:12",
        "place/< shop.example/assets/order.js:30",
        " shop.example/assets/main.js:1",
      ],
    ],
    ["Safari", ["take shop.example/assets/stock.js:12", "global code shop.example/assets/main.js:1"]],
    ["Python", ["take app/stock.py:12", "_run_code /usr/lib/python3.11/runpy.py:88 foreign"]],
    ["Java", ["Stock.take Stock.java:12", "Order$1.run Order.java:30", "Thread.run Thread.java:840 foreign"]],
    [".NET", ["Stock.Take app/Stock.cs:12", "Task.Execute System.Threading.Tasks.Task: foreign"]],
    [
      "Ruby",
      [
        "take app/stock.rb:12",
        "place app/order.rb:30",
        "each /usr/lib/ruby/3.1.0/forwardable.rb:238 foreign",
      ],
    ],
    [
      "PHP",
      [
        "Shop\\Stock->take app/Stock.php:12",
        "Shop\\Order->place app/Order.php:30",
        "{main} vendor/http/Kernel.php:8 foreign",
      ],
    ],
    [
      "Go",
      [
        "app.take app/stock.go:12",
        "main.main app/main.go:30",
        "http.(*conn).serve /usr/local/go/src/net/http/server.go:1991 foreign",
      ],
    ],
  ] as const)("%s", (language, expected) => {
    expect(lines(STACKS[language])).toEqual(expected);
  });
});

test("class and message are read where the language prints them", () => {
  const heads = Object.entries(STACKS).map(([language, stack]) => {
    const [first] = told(stack);
    return [language, first?.type, first?.message];
  });
  expect(heads).toEqual([
    ["V8", "StockError", "none of sku-9 left"],
    ["Firefox", "_", ""],
    ["Safari", "_", ""],
    ["Python", "shop.errors.StockError", "none of sku-9 left"],
    ["Java", "jp.shop.StockError", "none of sku-9 left"],
    [".NET", "Shop.StockError", "none of sku-9 left"],
    ["Ruby", "Shop::StockError", "none of sku-9 left"],
    ["PHP", "Shop\\StockError", "none of sku-9 left"],
    ["Go", "_", "none of sku-9 left"],
  ]);
});

test("causes follow what they caused, whichever of them is printed first", () => {
  for (const language of ["V8", "Python", "Java", ".NET"] as const) {
    const [, cause] = told(STACKS[language]);
    expect(cause?.message, language).toBe("connection refused");
    expect(cause?.frames[0]?.line, language).toBe(3);
  }
});

test("what the wire says of class and message wins over the text", () => {
  const [first] = parseStack(STACKS.V8, { type: "Known", message: "said" });
  expect(first).toMatchObject({ type: "Known", message: "said" });
});

test("a text in no known language is kept as it is", () => {
  const [only, ...others] = told("it went wrong\nsomewhere around line 7");
  expect(others).toEqual([]);
  expect(only).toMatchObject({ frames: [], stack: "it went wrong\nsomewhere around line 7" });
});

test("a hostile text costs little time", () => {
  const texts = [
    "at ".repeat(100_000),
    `    at ${"(".repeat(50_000)}a:1:1`,
    Array(5_000)
      .fill(`${"a@".repeat(200)}x:1:1`)
      .join("\n"),
    Array(5_000)
      .fill(`#1 ${"(1): ".repeat(80)}`)
      .join("\n"),
    Array(5_000)
      .fill(`/x:1:in '${"block in ".repeat(50)}'`)
      .join("\n"),
  ];
  for (const text of texts) {
    const before = process.cpuUsage();
    told(text);
    // In proportion to the square, it is minutes. Time of the processor: what others do on the machine does not count.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  }
});

test.each([
  [
    "JavaScript",
    "boom\n    at evil (x.js:1:2)",
    (m: string) => `Error: ${m}\n    at pay (/srv/app/pay.js:3:4)`,
    "pay",
  ],
  [
    "Java",
    "boom\n\tat evil.Class.run(Evil.java:1)",
    (m: string) => `a.b.E: ${m}\n\tat a.b.C.pay(C.java:3)`,
    "C.pay",
  ],
  [
    "PHP",
    "boom\n#0 /x.php(1): evil()",
    (m: string) => `E: ${m} in /srv/a.php:3\nStack trace:\n#0 /srv/b.php(4): pay()\n#1 {main}`,
    "pay",
  ],
  [
    ".NET",
    "boom\n   at Evil.Run() in /x.cs:line 1",
    (m: string) => `A.E: ${m}\n   at A.C.Pay() in /srv/c.cs:line 3`,
    "C.Pay",
  ],
])("lines of a message that look like calls are none: %s", (_, message, printed, name) => {
  const [thrown] = parseStack(printed(message), { type: "E", message });
  expect(thrown?.frames.map((frame) => frame.function)).toContain(name);
  expect(JSON.stringify(thrown?.frames)).not.toMatch(/evil/i);
});

test("Python's message stands at the margin, and nothing of it is a call, also when it is not known", () => {
  const stack =
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nValueError: one\n  File "x", line 3, in evil\nKeyError: no';
  const [thrown] = parseStack(stack, { type: undefined, message: undefined });
  expect(thrown).toMatchObject({ type: "ValueError", message: "one" });
  expect(thrown?.frames.map(({ file }) => file)).toEqual(["a.py"]);
});

test("an exception group comes first, then the errors in it, those of a group inside of it too", () => {
  const stack = [
    "  + Exception Group Traceback (most recent call last):",
    '  |   File "/srv/outer.py", line 1, in outer',
    "  |     raise ExceptionGroup(1)",
    "  | ExceptionGroup: outer (2 sub-exceptions)",
    "  +-+---------------- 1 ----------------",
    "    | Exception Group Traceback (most recent call last):",
    '    |   File "/srv/inner.py", line 2, in inner',
    "    | ExceptionGroup: inner (1 sub-exception)",
    "    +-+---------------- 1 ----------------",
    "      | ValueError: deep",
    "      +------------------------------------",
    "    +---------------- 2 ----------------",
    "    | Traceback (most recent call last):",
    '    |   File "/srv/cause.py", line 3, in cause',
    "    | KeyError: cause",
    "    | ",
    "    | The above exception was the direct cause of the following exception:",
    "    | ",
    "    | Traceback (most recent call last):",
    '    |   File "/srv/b.py", line 4, in b',
    "    | TypeError: last",
    "    +------------------------------------",
  ].join("\n");
  const chain = parseStack(stack, { type: "ExceptionGroup", message: "outer (2 sub-exceptions)" });
  expect(chain.map(({ type, frames }) => [type, frames[0]?.file])).toEqual([
    ["ExceptionGroup", "/srv/outer.py"],
    ["ExceptionGroup", "/srv/inner.py"],
    ["ValueError", undefined],
    ["TypeError", "/srv/b.py"],
    ["KeyError", "/srv/cause.py"],
  ]);
});

test("what Java threw besides is kept, beside the chain and not in it", () => {
  const stack = [
    "a.E: x",
    "\tat a.C.close(C.java:1)",
    "\tSuppressed: a.S: y",
    "\t\tat a.C.shut(C.java:2)",
    "\tCaused by: a.T: of the suppressed one",
    "\t\tat a.C.deep(C.java:3)",
    "Caused by: a.R: root",
    "\tat a.C.open(C.java:4)",
  ].join("\n");
  const chain = parseStack(stack, { type: undefined, message: undefined });
  expect(chain.map(({ type, frames }) => [type, frames.map(({ line }) => line)])).toEqual([
    ["a.E", [1]],
    ["a.R", [4]],
  ]);
  expect(chain[0]?.suppressed).toContain("Suppressed: a.S: y");
});

test("Hermes tells of its bundle's bytecode", () => {
  const [thrown] = parseStack("TypeError: x\n    at pay (address at index.android.bundle:1:2345)", {
    type: undefined,
    message: undefined,
  });
  expect(thrown?.frames[0]).toMatchObject({ file: "index.android.bundle", function: "pay", column: 2345 });
});
