import { build, type Plugin } from "vite";

const FILE = "early.js";
const ENTRY = "src/early.ts";

/**
 * Makes `early.js` of `src/early.ts`: one plain script, which a page runs at once, where a module would wait for the page. What it
 * has in common with the program is written once, and is in both.
 */
export function earlyScript(): Plugin {
  let root = "";
  return {
    name: "early-script",
    configResolved(config) {
      root = config.root;
    },
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source: await written(root) });
    },
    // First of all: after a style sheet it would wait for that.
    transformIndexHtml: () => [{ tag: "script", attrs: { src: `/${FILE}` }, injectTo: "head-prepend" }],
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE}`, (_, response, next) => {
        written(root).then((text) => response.setHeader("content-type", "text/javascript").end(text), next);
      });
    },
  };
}

async function written(root: string): Promise<string> {
  const built = await build({
    root,
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
