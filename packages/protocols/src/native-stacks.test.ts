import { expect, test } from "vitest";
import { loadLanguages, parseStack } from "./parse-stack.js";
import { crashReport } from "./rollbar-crash-report.js";

await loadLanguages();

const REPORT = `Incident Identifier: FAFDB6A3-1D24-4A95-A3E7-B35F98043C36
Hardware Model:      iPad4,4
Exception Type:  EXC_CRASH (SIGABRT)
Exception Codes: 0x00000000 at 0x0000000000000000
Crashed Thread:  1

Thread 0:
0   libsystem_kernel.dylib          0x00000001a21b4a9c mach_msg_trap + 8
1   Shop                            0x0000000104f2d1b4 main + 68

Thread 1 Crashed:
0   libsystem_kernel.dylib          0x00000001a21b4b00 __pthread_kill + 8
1   Shop                            0x00000001000e0dc0 0x1000d8000 + 36288 (-[CartPage viewDidAppear:] + 168)
2   Shop                            0x00000001000e0ff0 -[Cart total] (Cart.mm:29)
3   Shop                            0x00000001000e1000 0x1000d8000 + 36864

Binary Images:
       0x1000d8000 -        0x1000dffff +Shop arm64  <4a>`;

test("of a crash report with all threads the one that crashed is read, and of what kind the crash was", () => {
  const { chain } = crashReport({ raw: REPORT }, []);
  expect(chain).toMatchObject([
    { type: "EXC_CRASH (SIGABRT)", message: "0x00000000 at 0x0000000000000000", stack: REPORT },
  ]);
  expect(chain[0]?.frames).toMatchObject([
    { function: "__pthread_kill", package: "libsystem_kernel.dylib", inApp: false },
    { function: "-[CartPage viewDidAppear:]", package: "Shop", address: "0x00000001000e0dc0", inApp: true },
    { function: "-[Cart total]", file: "Cart.mm", line: 29, inApp: true },
    { package: "Shop", offset: "0x9000", inApp: true },
  ]);
});

test("where an exception was the cause, that is the error, and where it was thrown", () => {
  const thrown = `Application Specific Information:
*** Terminating app due to uncaught exception 'NSRangeException', reason: 'index 3 beyond bounds'

Last Exception Backtrace:
0   CoreFoundation                  0x00000001834fc22c 0x1833d4000 + 1212972 (__exceptionPreprocess + 132)
1   Shop                            0x00000001000e0f00 0x1000d8000 + 36608 (-[Cart itemAt:] + 16)

Thread 0:`;
  const [error] = crashReport({ raw: REPORT.replace("Thread 0:", thrown) }, []).chain;
  expect(error).toMatchObject({ type: "NSRangeException", message: "index 3 beyond bounds" });
  expect(error?.frames.map((frame) => frame.function)).toEqual(["__exceptionPreprocess", "-[Cart itemAt:]"]);
});

test("an issue of such reports from before they were read lives on", () => {
  expect(crashReport({ raw: REPORT }, []).formerly).toMatchObject({
    type: "_",
    message: "Incident Identifier: FAFDB6A3-1D24-4A95-A3E7-B35F98043C36",
    frames: [],
  });
});

test("C and C++ are read as their debuggers, libraries and systems print them", () => {
  const printed = [
    " 0# shop::Cart::total(int) at /src/shop/cart.cc:12",
    "#1  0x000055 in shop::Cart::total (this=0x55d0) at cart.cc:12",
    "/app/shop(_ZN4shop4Cart5totalEv+0x4c) [0x55d0c01a3b3c]",
    "#00 pc 00000000000a1b2c  /data/app/com.shop/lib/arm64/libshop.so (shop::Cart::total()+124) (BuildId: 8a2b)",
    "0> C:\\src\\cart.cc(12): shop!shop::Cart::total+0x4C",
    "/app/shop(+0x1a2b3c) [0x55d0c01a2b3c]",
  ];
  const read = printed.map((line) => parseStack(line, { type: "E", message: "x" })[0]?.frames[0]);
  expect(read).toMatchObject([
    { function: "shop::Cart::total(int)", line: 12 },
    { function: "shop::Cart::total (this=0x55d0)", file: "cart.cc", line: 12 },
    { function: "_ZN4shop4Cart5totalEv", package: "/app/shop" },
    { function: "shop::Cart::total()", package: "/data/app/com.shop/lib/arm64/libshop.so" },
    { function: "shop::Cart::total", package: "shop", line: 12 },
    { offset: "0x1a2b3c", package: "/app/shop" },
  ]);
  expect(read.every((frame) => frame?.inApp === true)).toBe(true);
});
