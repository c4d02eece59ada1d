import { dsnOf, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const phpGuides = (place: SetupPlace): readonly Guide[] => [plain(place), laravel(place)];

const plain = (place: SetupPlace): Guide => ({
  id: "php",
  title: "PHP",
  group: "server",
  steps: [
    install("composer require sentry/sentry"),
    configure(
      "bootstrap.php",
      `
<?php
require __DIR__ . '/vendor/autoload.php';

\\Sentry\\init(['dsn' => '${dsnOf(place)}']);`,
    ),
    tryOut(
      "test-error.php",
      `
<?php
require __DIR__ . '/bootstrap.php';

throw new RuntimeException('Test error from PHP');`,
    ),
    tryOut(undefined, "php test-error.php"),
  ],
});

const laravel = (place: SetupPlace): Guide => ({
  id: "laravel",
  title: "Laravel",
  group: "server",
  steps: [
    install("composer require sentry/sentry-laravel"),
    configure(".env", `SENTRY_LARAVEL_DSN=${dsnOf(place)}`),
    configure(
      "bootstrap/app.php",
      `
->withExceptions(function (Exceptions $exceptions) {
    \\Sentry\\Laravel\\Integration::handles($exceptions);
})`,
    ),
    tryOut(undefined, "php artisan sentry:test"),
  ],
});
