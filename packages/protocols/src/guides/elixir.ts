import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const elixirGuide = (place: SetupPlace): Guide => ({
  id: "elixir",
  title: "Elixir, Phoenix",
  group: "server",
  steps: [
    install('{:sentry, "~> 11.0"},\n{:hackney, "~> 1.20"}', "mix.exs"),
    configure(
      "config/config.exs",
      `
config :sentry,
  dsn: ${quoted(dsnOf(place))},
  environment_name: config_env(),
  enable_source_code_context: true,
  root_source_code_paths: [File.cwd!()]`,
    ),
    tryOut(undefined, "mix deps.get && mix sentry.send_test_event"),
  ],
});
