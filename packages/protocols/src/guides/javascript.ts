import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const javascriptGuides = (place: SetupPlace): readonly Guide[] => [
  node(place),
  express(place),
  nextjs(place),
  browser(place),
];

const init = (place: SetupPlace, sdk: string): string => `import * as Sentry from "${sdk}";

Sentry.init({ dsn: ${quoted(dsnOf(place))} });`;

/** On a server variables are told, too, once they are asked for. */
const initOnServer = (place: SetupPlace): string => `import * as Sentry from "@sentry/node";

Sentry.init({ dsn: ${quoted(dsnOf(place))}, includeLocalVariables: true });`;

const node = (place: SetupPlace): Guide => ({
  id: "node",
  title: "Node.js",
  group: "server",
  steps: [
    install("npm install @sentry/node"),
    configure("instrument.mjs", initOnServer(place)),
    tryOut("test-error.mjs", 'setTimeout(() => {\n  throw new Error("Test error from Node.js");\n});'),
    tryOut(undefined, "node --import ./instrument.mjs test-error.mjs"),
  ],
});

const express = (place: SetupPlace): Guide => ({
  id: "express",
  title: "Express",
  group: "server",
  steps: [
    install("npm install @sentry/node express"),
    configure("instrument.mjs", initOnServer(place)),
    configure(
      "app.mjs",
      `
import * as Sentry from "@sentry/node";
import express from "express";

const app = express();
app.get("/test-error", () => {
  const order = { id: 4711 };
  throw new Error("Test error from Express");
});
// Behind all routes.
Sentry.setupExpressErrorHandler(app);
app.listen(8080);`,
    ),
    tryOut(undefined, "node --import ./instrument.mjs app.mjs"),
    tryOut(undefined, "curl http://127.0.0.1:8080/test-error"),
  ],
});

const nextjs = (place: SetupPlace): Guide => ({
  id: "nextjs",
  title: "Next.js",
  group: "server",
  steps: [
    install("npm install @sentry/nextjs"),
    configure("instrumentation-client.ts", init(place, "@sentry/nextjs")),
    configure(
      "instrumentation.ts",
      `
import * as Sentry from "@sentry/nextjs";

export function register() {
  Sentry.init({ dsn: ${quoted(dsnOf(place))} });
}
export const onRequestError = Sentry.captureRequestError;`,
    ),
    tryOut(
      "app/test-error/route.ts",
      `
export function GET() {
  throw new Error("Test error from Next.js");
}`,
    ),
    tryOut(undefined, "npx next dev --port 3100"),
    tryOut(undefined, "curl http://127.0.0.1:3100/test-error"),
  ],
});

const browser = (place: SetupPlace): Guide => ({
  id: "browser",
  title: "Browser",
  group: "client",
  steps: [
    install("npm install @sentry/browser"),
    configure("main.js", init(place, "@sentry/browser")),
    tryOut("main.js", 'setTimeout(() => {\n  throw new Error("Test error from a browser");\n});'),
  ],
});
