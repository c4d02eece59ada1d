import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

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

export default defineConfig(({ command }) => {
  // Whoever starts a build may be a test, whose environment would put React's development code into it.
  if (command === "build") process.env.NODE_ENV = "production";
  return {
    plugins: [react(), tailwind()],
    build: {
      // Pages come with a policy that refuses whatever is written into them, so nothing may be.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
    },
    server: {
      port: Number(process.env.FAULTLINE_WEB_PORT ?? 5173),
      proxy,
    },
    preview: { proxy },
  };
});
