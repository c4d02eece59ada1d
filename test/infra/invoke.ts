import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Bundle, Graph } from "./graph.js";
import { FUNCTION } from "./statements.js";

const program = new URL("./invoke-program.ts", import.meta.url).pathname;
const Variables = z.object({ variables: z.record(z.string(), z.string()) });

/** What a handler did with an event. */
export const Invoked = z.union([z.object({ result: z.unknown() }), z.object({ error: z.string() })]);
export type Invoked = z.infer<typeof Invoked>;

export const KEYS = { master: "master-key-for-the-check", client: "client-key-for-the-check" };

/** A port where nobody answers: what a function does then is seen without AWS. */
export const NOWHERE = "http://127.0.0.1:9";

/**
 * Runs a built bundle's handler once for each event, in a process of its own with the environment the graph gives
 * the function, its AWS clients turned to `endpoint`.
 */
export async function invoke(
  graph: Graph,
  bundle: Bundle,
  events: readonly unknown[],
  { endpoint, environment = {} }: { endpoint: string; environment?: Readonly<Record<string, string>> },
): Promise<Invoked[]> {
  const lambda = graph.resources.find(
    ({ type, name }) => type === FUNCTION && name === `${bundle.functionId}Function`,
  );
  const { SST_KEY_FILE: _, ...variables } = Variables.parse(lambda?.inputs.environment).variables;
  const [file = "", handler = ""] = bundle.handler.split(".");
  const running = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", program, join(bundle.out, `${file}.mjs`), handler],
    {
      maxBuffer: 64 * 1024 * 1024,
      timeout: 120_000,
      env: {
        PATH: process.env.PATH,
        NODE_NO_WARNINGS: "1",
        AWS_REGION: lambda?.region,
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_ENDPOINT_URL: endpoint,
        SST_RESOURCE_MasterKey: secret(KEYS.master),
        SST_RESOURCE_ClientKeys: secret(KEYS.client),
        SST_RESOURCE_SmtpUrl: secret("none"),
        ...variables,
        ...environment,
      },
    },
  );
  running.child.stdin?.end(JSON.stringify(events));
  const { stdout } = await running;
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return z.array(Invoked).parse(JSON.parse(last));
}

const secret = (value: string): string => JSON.stringify({ type: "sst.sst.Secret", value });
