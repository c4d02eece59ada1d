import { expect, test } from "vitest";
import { loadLanguages, parseStack } from "./parse-stack.js";

await loadLanguages();

const ownCalls = (stack: string): string[] => {
  const [thrown] = parseStack(stack, { type: undefined, message: undefined, roots: ["/srv/shop"] });
  const own = thrown?.frames.filter(({ inApp }) => inApp) ?? [];
  return own.map(({ file, function: name, line }) => `${name} ${file}:${line}`);
};

test("a panic that a hook of the application's reports is where it panicked, not the hook", () => {
  const rustc = "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library";
  const stack = `   0: shop::report::{{closure}}
             at /srv/shop/src/main.rs:56:46
   1: <alloc::boxed::Box<dyn for<'a, 'b> core::ops::function::Fn<(&'a std::panic::PanicHookInfo<'b>,), Output = ()> + core::marker::Sync + core::marker::Send> as core::ops::function::Fn<(&std::panic::PanicHookInfo,)>>::call
             at ${rustc}/alloc/src/boxed.rs:2254:9
   2: std::panicking::HOOK
             at ${rustc}/std/src/panicking.rs:833:13
   3: __rustc::rust_begin_unwind
             at ${rustc}/std/src/panicking.rs:689:5
   4: core::option::unwrap_failed
             at ${rustc}/core/src/option.rs:2236:5
   5: shop::price_of
             at /srv/shop/src/shop.rs:20:11
   6: std::panicking::catch_unwind::do_call
             at ${rustc}/std/src/panicking.rs:581:40`;
  for (const hook of ["panic_with_hook", "rust_panic_with_hook"]) {
    const own = ownCalls(stack.replace("HOOK", hook));
    expect(own).toEqual(["shop::price_of src/shop.rs:20"]);
  }
});
