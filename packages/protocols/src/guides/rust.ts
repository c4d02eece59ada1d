import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const rustGuide = (place: SetupPlace): Guide => ({
  id: "rust",
  title: "Rust",
  group: "server",
  steps: [
    install("cargo add sentry"),
    configure(
      "src/main.rs",
      `
fn main() {
    let _sentry = sentry::init((
        ${quoted(dsnOf(place))},
        sentry::ClientOptions { release: sentry::release_name!(), ..Default::default() },
    ));

    panic!("Test error from Rust");
}`,
    ),
    tryOut(undefined, "cargo run"),
  ],
});
