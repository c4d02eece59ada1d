import { mkdtempSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { BUNDLES } from "./build-bundle.js";
import { type Call, Invoked } from "./call.js";
import type { Bundle, Graph } from "./graph.js";
import { runAlone } from "./run-alone.js";
import { FUNCTION } from "./statements.js";

const Variables = z.object({ variables: z.record(z.string(), z.string()) });

export const KEYS = { master: "master-key-for-the-check", client: "client-key-for-the-check" };

/** A port where nobody answers: what a function does then is seen without AWS. */
export const NOWHERE = "http://127.0.0.1:9";

interface Place {
  readonly endpoint: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A call of a bundle with the environment the graph gives its function, its AWS clients turned to `endpoint`. */
export function callOf(graph: Graph, bundle: Bundle, events: readonly unknown[], place: Place): Call {
  const lambda = graph.resources.find(
    ({ type, name }) => type === FUNCTION && name === `${bundle.functionId}Function`,
  );
  const { SST_KEY_FILE: _, ...variables } = Variables.parse(lambda?.inputs.environment).variables;
  const [file = "", handler = ""] = bundle.handler.split(".");
  return {
    file: join(bundle.out, `${file}.mjs`),
    handler,
    events: [...events],
    environment: {
      LAMBDA_TASK_ROOT: packageOf(bundle),
      AWS_REGION: lambda?.region ?? "",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL: place.endpoint,
      ...Object.fromEntries(
        bundle.links.map((name) => [`SST_RESOURCE_${name}`, secret(SECRETS[name] ?? "")]),
      ),
      ...variables,
      ...place.environment,
    },
  };
}

/** Makes the calls in a process of its own, one after the other. Gives back for each what its events came to. */
export async function invoke(calls: readonly Call[]): Promise<Invoked[][]> {
  const env = { PATH: process.env.PATH, NODE_NO_WARNINGS: "1" };
  return z.array(z.array(Invoked)).parse(await runAlone("invoke-program", calls, env));
}

/** A folder that holds what was copied into the package, where the bundle looks for it. */
function packageOf({ copied }: Bundle): string {
  const folder = mkdtempSync(join(BUNDLES, "package-"));
  for (const { from, to } of copied) symlinkSync(from, join(folder, to));
  return folder;
}

const SECRETS: Readonly<Record<string, string>> = {
  MasterKey: KEYS.master,
  ClientKeys: KEYS.client,
  SmtpUrl: "none",
  OidcSecret: "none",
  EncryptionKeys: `check:${"5".repeat(64)}`,
};

const secret = (value: string): string => JSON.stringify({ type: "sst.sst.Secret", value });
