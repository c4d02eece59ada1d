import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { bundleProgram, globalsOf } from "./bundle-program.js";
import { cliStandIn } from "./cli-stand-in.js";
import { type Graph, type Resource, RunOrder } from "./graph.js";
import { answerTo, stateOf } from "./mocks.js";
import { fromPlatform, PLATFORM, ROOT } from "./platform.js";
import { readInput } from "./read-input.js";

// A process of its own: runs the SST program with nobody behind it, and prints what it asked for as one line of JSON.
// An undocumented way through SST 4.17's insides, which is why its version is pinned.

/** Ends what hangs; a busy machine takes a tenth of it. */
const TIMEOUT = 600_000;
const GRACE = 2000;
const QUIET_TICKS = 5;

/** How Pulumi marks a value that stands for more than itself, such as a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const Marked = z.object({ [SIGNATURE]: z.string(), value: z.unknown() });

const { stage, overrides, platform, built } = RunOrder.parse(await readInput());
const errors: string[] = [];
const resources: Resource[] = [];
const written: string[] = [];
let isFinished = false;
process.on("unhandledRejection", (reason) => {
  errors.push(reason instanceof Error ? reason.message : String(reason));
  // What waits for the part that failed would wait for ever; what else is wrong is told within the grace.
  setTimeout(() => finish(), GRACE);
});
process.env.SST_SECRET_MasterKey = "master-key-for-the-check";
process.env.SST_SECRET_ClientKeys = "client-key-for-the-check";
process.env.SST_SECRET_SmtpUrl = "none";
process.env.SST_SECRET_OidcSecret = "none";
process.env.SST_SECRET_EncryptionKeys = `check:${"5".repeat(64)}`;

const cli = await cliStandIn(built);
process.env.SST_SERVER = cli.url;
const timer = setTimeout(() => finish("the program did not come to an end within ten minutes"), TIMEOUT);
const App = z.looseObject({
  name: z.string(),
  providers: z.looseObject({ aws: z.looseObject({ region: z.string() }) }),
});
await evaluateApp()
  .then(execute)
  .then(
    () => finish(),
    (error: unknown) => finish(error instanceof Error ? error.message : String(error)),
  );

async function load(part: Parameters<typeof bundleProgram>[0]): Promise<unknown> {
  const file = await bundleProgram(part);
  written.push(file);
  return import(pathToFileURL(file).href);
}

async function evaluateApp(): Promise<z.infer<typeof App>> {
  Object.assign(globalThis, { $input: { stage } });
  const module = await load({
    name: "app",
    source: `import config from "./sst.config.ts"; export const app = await config.app({ stage: ${JSON.stringify(stage)} });`,
    prefix: "const $config = (config) => config;",
    overrides,
  });
  return z.looseObject({ app: App }).parse(module).app;
}

async function execute(app: z.infer<typeof App>): Promise<void> {
  const defaultRegion = app.providers.aws.region;
  const pulumi = fromPlatform("@pulumi/pulumi");
  const runtime = fromPlatform("@pulumi/pulumi/runtime");
  const { MockMonitor } = fromPlatform("@pulumi/pulumi/runtime/mocks");
  const { getStore } = fromPlatform("@pulumi/pulumi/runtime/state");
  record(MockMonitor, defaultRegion);
  pulumi.runtime.setMocks(mocks(defaultRegion), app.name, stage, false);
  runtime.setAllConfig({ "aws:region": defaultRegion, ...accountSettings(app.name) });
  const paths = { home: ROOT, root: ROOT, work: `${ROOT}/.sst`, platform: PLATFORM };
  const $cli = { command: "diff", dev: false, paths, state: { version: {} } };
  Object.assign(globalThis, { $app: { ...app, stage }, $cli, $dev: false });
  const module = await load({
    name: "run",
    source: `import { run } from "${platform}"; import config from "./sst.config.ts"; export const start = () => run(config.run);`,
    prefix: globalsOf(platform),
    overrides,
  });
  const { start } = z
    .looseObject({ start: z.custom<() => Promise<unknown>>((value) => typeof value === "function") })
    .parse(module);
  await runtime.runInPulumiStack(start);
  // Pulumi counts its own calls only; a program is through once nothing is pending for several turns on end.
  for (let quiet = 0; quiet < QUIET_TICKS; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    quiet = getStore().leakCandidates.size === 0 ? quiet + 1 : 0;
  }
  await runtime.disconnect();
}

/** What the CLI hands to the provider of a stage besides. */
function accountSettings(app: string): Record<string, string> {
  return {
    "aws:profile": "work",
    "aws:defaultTags": JSON.stringify({ tags: { "sst:app": app, "sst:stage": stage } }),
  };
}

function mocks(defaultRegion: string) {
  return {
    newResource: ({
      type,
      name,
      inputs,
      provider,
    }: {
      type: string;
      name: string;
      inputs: Record<string, unknown>;
      provider?: string;
    }) => ({
      id: `${name}-id`,
      state: stateOf({ type, name, inputs, region: regionOf(provider, defaultRegion) }),
    }),
    call: ({
      token,
      inputs,
      provider,
    }: {
      token: string;
      inputs: Record<string, unknown>;
      provider?: string;
    }) => answerTo(token, inputs, regionOf(provider, defaultRegion)),
  };
}

function regionOf(provider: string | undefined, defaultRegion: string): string {
  const name = provider?.split("::").at(-2);
  const declared = resources.find(
    (resource) => resource.type === "pulumi:providers:aws" && resource.name === name,
  );
  return z.string().catch(defaultRegion).parse(declared?.inputs.region);
}

/** The public mocks hide most of a request; this keeps what rules ask about. */
function record(
  MockMonitor: { prototype: { registerResource: (request: unknown, callback: unknown) => unknown } },
  defaultRegion: string,
): void {
  const { deserializeProperties } = fromPlatform("@pulumi/pulumi/runtime/rpc");
  const original = MockMonitor.prototype.registerResource;
  MockMonitor.prototype.registerResource = function registerResource(
    this: { newUrn: (...parts: string[]) => string },
    request: unknown,
    callback: unknown,
  ) {
    const asked = z.custom<RegisterRequest>((value) => typeof value === "object").parse(request);
    const urn = this.newUrn(asked.getParent(), asked.getType(), asked.getName());
    if (resources.some((known) => known.urn === urn))
      errors.push(`two resources with one name: ${asked.getName()} (${asked.getType()})`);
    resources.push({
      urn,
      type: asked.getType(),
      name: asked.getName(),
      parent: asked.getParent(),
      inputs: plain(deserializeProperties(asked.getObject())),
      region: regionOf(asked.getProvider(), defaultRegion),
      explicit: asked.getProvider() !== "",
      protect: asked.getProtect(),
      retainOnDelete: asked.getRetainondelete(),
    });
    return original.call(this, request, callback);
  };
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getObject(): unknown;
}

/** Inputs as plain JSON; a secret as what it hides, for policies may be secrets too. */
function plain(inputs: unknown): Record<string, unknown> {
  const unmark = (_: string, value: unknown): unknown => {
    const marked = Marked.safeParse(value);
    return marked.success ? marked.data.value : value;
  };
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(inputs), unmark));
}

function finish(error?: string): void {
  if (isFinished) return;
  isFinished = true;
  clearTimeout(timer);
  if (error !== undefined) errors.push(error);
  for (const file of written) rmSync(file, { force: true });
  const graph: Graph = { resources, bundles: [...cli.bundles], errors: [...new Set(errors)] };
  // All of it has to be out before the process ends, and a pipe takes it in pieces.
  process.stdout.write(`\n${JSON.stringify(graph)}\n`, () => process.exit(0));
}
