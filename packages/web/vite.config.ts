import tailwind from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { earlyScript } from "./vite-early.js";

/** The edge of a local world that `npm run dev:web` shows: start one with `npm start`. */
const world = `http://127.0.0.1:${process.env.FAULTLINE_PORT ?? 3000}`;
// The world answers its controls only to its own name, so the proxy goes by it.
const toWorld = { target: world, changeOrigin: true };
const proxy = {
  "/v0": toWorld,
  "/v1": toWorld,
  "/_local": toWorld,
  "/openapi.json": toWorld,
  "/runbook": toWorld,
};

/** The document asks from the top, wherever a page stands; all else from beside itself, under whatever path that is. */
const renderBuiltUrl = (file: string, { hostType }: { hostType: string }) =>
  hostType === "html" ? `/${file}` : { relative: true };

/**
 * What several pages share comes in one file: each more would cost a slow network a round trip. Not what draws charts, nor what
 * brings it along, nor what pages of settings share, nor what asks once more: no visit begins with one.
 */
const SHARED =
  /^(?!.*(uplot|line-chart|pages.setup|new-token|api.(tokens|setup)|all-at-once|confirm-by|more-item|revocation|secret-f))/i;

export default defineConfig(({ command }) => {
  // Whoever starts a build may be a test, whose environment would put React's development code into it.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    plugins: [tailwind(), earlyScript()],
    // Written for React, run by Preact: decision 40.
    resolve: {
      alias: {
        "react/jsx-runtime": "preact/jsx-runtime",
        "react/jsx-dev-runtime": "preact/jsx-dev-runtime",
        "react-dom": "preact/compat",
        react: "preact/compat",
      },
    },
    experimental: { renderBuiltUrl },
    build: {
      // Pages come with a policy that refuses whatever is written into them, so nothing may be.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: "shared", minShareCount: 2, test: SHARED }] },
        },
        onLog: (level, log, report) => {
          // Marks for servers that render React: there is none here.
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
        },
      },
    },
    server: {
      port: Number(process.env.FAULTLINE_WEB_PORT ?? 5173),
      proxy,
    },
    preview: { proxy },
  };
});
