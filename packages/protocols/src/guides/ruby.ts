import { dsnOf, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const rubyGuides = (place: SetupPlace): readonly Guide[] => [plain(place), rails(place)];

const plain = (place: SetupPlace): Guide => ({
  id: "ruby",
  title: "Ruby",
  group: "server",
  steps: [
    install("bundle add sentry-ruby"),
    configure("app.rb", `require "sentry-ruby"\n\n${init(place)}`),
    tryOut(
      "app.rb",
      `
begin
  Integer("not a number")
rescue => error
  Sentry.capture_exception(error)
end`,
    ),
    tryOut(undefined, "bundle exec ruby app.rb"),
  ],
});

const rails = (place: SetupPlace): Guide => ({
  id: "rails",
  title: "Rails",
  group: "server",
  steps: [
    install("bundle add sentry-ruby sentry-rails"),
    configure(
      "config/initializers/sentry.rb",
      init(place, "config.breadcrumbs_logger = [:active_support_logger]"),
    ),
    tryOut(
      undefined,
      `bin/rails runner 'begin; Integer("not a number"); rescue => e; Sentry.capture_exception(e); end'`,
    ),
  ],
});

const init = (place: SetupPlace, ...more: readonly string[]): string =>
  [
    "Sentry.init do |config|",
    `  config.dsn = "${dsnOf(place)}"`,
    ...more.map((line) => `  ${line}`),
    "end",
  ].join("\n");
