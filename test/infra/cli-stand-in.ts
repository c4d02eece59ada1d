import { createServer } from "node:http";
import * as z from "zod";
import { buildBundle } from "./build-bundle.js";
import { type Built, type Bundle, Copied } from "./graph.js";

const Call = z.object({ method: z.string(), params: z.tuple([z.looseObject({})]).rest(z.unknown()) });
const BuildArgs = z.looseObject({
  functionID: z.string(),
  handler: z.string().optional(),
  bundle: z.string().optional(),
  copyFiles: z.array(Copied).default([]),
  links: z.record(z.string(), z.unknown()).default({}),
});

type Asked = Pick<Bundle, "functionId" | "handler" | "copied" | "links">;

interface CliStandIn {
  readonly url: string;
  readonly bundles: readonly Bundle[];
  close(): void;
}

/**
 * Answers what the platform asks the SST command line while a program runs: where assets go, and to build functions.
 * Those that were built beforehand are not built again.
 */
export async function cliStandIn(known: Readonly<Record<string, Built>>): Promise<CliStandIn> {
  const bundles: Bundle[] = [];

  async function answer(method: string, arg: object): Promise<unknown> {
    switch (method) {
      case "Provider.Aws.Bootstrap": {
        const { region } = z.object({ region: z.string() }).parse(arg);
        const asset = `sst-asset-${region}`;
        return {
          asset,
          assetEcrRegistryId: "1",
          assetEcrUrl: "ecr",
          state: `sst-state-${region}`,
          appsyncHttp: "",
          appsyncRealtime: "",
        };
      }
      case "Provider.Aws.Appsync":
        return { http: "", realtime: "" };
      case "Runtime.AddTarget":
        return {};
      case "Runtime.Build": {
        const {
          functionID: functionId,
          handler = "",
          bundle,
          copyFiles: copied,
          links,
        } = BuildArgs.parse(arg);
        if (bundle) return { out: bundle, handler, errors: [], sourcemaps: [] };
        return await built({ functionId, handler, copied, links: Object.keys(links) });
      }
      default:
        throw new Error(`rpc: can't find method ${method}`);
    }
  }

  async function built({ functionId, handler, ...rest }: Asked): Promise<unknown> {
    try {
      const dot = handler.lastIndexOf(".");
      const path = handler.slice(0, dot);
      const made = known[path] ?? (await buildBundle(path));
      const called = `bundle.${handler.slice(dot + 1)}`;
      bundles.push({ ...made, functionId, handler: called, ...rest });
      return { out: made.out, handler: called, errors: [], sourcemaps: [] };
    } catch (error) {
      // As the command line does: the program is told, and fails by it.
      return {
        out: "",
        handler: "",
        errors: [`${functionId}: cannot build ${handler}: ${String(error)}`],
        sourcemaps: [],
      };
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method, params } = Call.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const reply = await answer(method, params[0]).then(
      (result) => ({ result }),
      (error: Error) => ({ error: error.message }),
    );
    response.end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, bundles, close: () => server.close() };
}
