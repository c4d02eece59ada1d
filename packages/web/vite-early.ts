import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const FILE = "early.js";
const ENTRY = fileURLToPath(new URL("src/early.ts", import.meta.url));

/**
 * Makes `early.js` of `src/early.ts`: one plain script, which a page runs at once, where a module would wait for the page. What it
 * has in common with the program is written once, and is in both.
 */
export function earlyScript(): Plugin {
  return {
    name: "early-script",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source: await written() });
    },
    // First of all: after a style sheet it would wait for that.
    transformIndexHtml: () => [{ tag: "script", attrs: { src: `/${FILE}` }, injectTo: "head-prepend" }],
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE}`, (_, response, next) => {
        written().then((text) => response.setHeader("content-type", "text/javascript").end(text), next);
      });
    },
  };
}

async function written(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      lib: { entry: ENTRY, formats: ["iife"], name: "early", fileName: () => FILE },
    },
  });
  const outputs = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  const chunk = outputs.find((one) => one.type === "chunk");
  if (!chunk) throw new Error(`Vite made no script of ${ENTRY}.`);
  return chunk.code;
}
