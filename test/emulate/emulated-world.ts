import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { Graph } from "../infra/graph.js";
import { graphOf } from "../infra/graph-of.js";
import { installPlatform } from "../infra/platform.js";
import { ALL_ALARMS, WITH_DOMAIN, WITH_KMS } from "../infra/variants.js";
import { awsCalls } from "./aws-calls.js";
import { deploy } from "./deploy/deploy.js";
import { type EmulatedFunction, emulatedFunction } from "./emulated-function.js";
import { CREDENTIALS, startEmulator } from "./emulator.js";
import { type Endpoint, startEndpoint } from "./endpoint.js";
import { type Address, startFailoverName, startGateway } from "./gateway.js";
import { type Inbox, startInbox } from "./inbox.js";
import { pauseReplication } from "./object-replication.js";
import { type Policies, policiesOf } from "./policies.js";
import { readStream, type StreamReader } from "./stream-reader.js";

const REGIONS = ["us-east-1", "us-west-2"] as const;
export type Region = (typeof REGIONS)[number];
const LABELS: Readonly<Record<Region, string>> = { "us-east-1": "UsEast1", "us-west-2": "UsWest2" };
type Kind = "Http" | "Reduce" | "Sweep" | "Watch" | "Rebuild";

/** A deployment on an emulated AWS, before anything of it runs. */
interface Deployment {
  readonly emulator: string;
  readonly graph: Graph;
  readonly refused: readonly string[];
  /** Milliseconds each step took. */
  readonly took: Readonly<Record<"program" | "emulator" | "deployment", number>>;
  stop(): void;
}

/** Deploys production with a domain, two regions and every alarm. `graph`: one that was made before. */
export async function deployEmulated(graph?: Graph): Promise<Deployment> {
  const start = Date.now();
  const since = () => Date.now() - start;
  const wanted = graph ?? (await productionGraph());
  const program = since();
  const emulator = await startEmulator();
  const up = since();
  const calls = awsCalls(emulator.endpoint);
  const { resources, refused } = await deploy(wanted, calls);
  calls.stop();
  return {
    emulator: emulator.endpoint,
    graph: { ...wanted, resources: [...resources] },
    refused,
    took: { program, emulator: up - program, deployment: since() - up },
    stop: () => emulator.stop(),
  };
}

/** Production with a domain, every alarm and KMS, which is one more service to be ill: as the program asks for it. */
export function productionGraph(): Promise<Graph> {
  installPlatform();
  return graphOf({ stage: "production", overrides: [WITH_DOMAIN, ALL_ALARMS, WITH_KMS] });
}

/** A deployment that runs: its functions, its streams, its addresses. */
export interface EmulatedWorld {
  readonly endpoint: Endpoint;
  readonly policies: Policies;
  readonly functions: readonly EmulatedFunction[];
  /** Of the failover name, and of each region's API. */
  readonly addresses: Readonly<Record<"failover" | Region, string>>;
  /** A destination outside that may be told. */
  readonly inbox: Inbox;
  of(kind: Kind, region: Region): EmulatedFunction;
  /** Kills a region, its functions and all its services; or nothing but what calls its functions. */
  kill(region: Region, what?: "functions"): void;
  heal(region: Region): void;
  /** Puts an empty table in the place of a region's view. */
  loseView(region: Region): Promise<void>;
  /** Objects stay in the bucket they were put into, until what is given back is called. */
  holdObjects(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

export async function runEmulated({ emulator, graph }: Deployment): Promise<EmulatedWorld> {
  const policies = policiesOf(graph);
  const dead = new Set<string>();
  const endpoint = await startEndpoint(emulator, policies, async (id) => !dead.has(checkedRegion(graph, id)));
  const functions = new Map<string, EmulatedFunction>();
  const of = (kind: Kind, region: Region): EmulatedFunction => {
    const found = functions.get(`${kind}${LABELS[region]}`);
    if (!found) throw new Error(`the graph has no ${kind} in ${region}`);
    return found;
  };
  const [east, west] = await Promise.all(([0, 1] as const).map((place) => gateway(REGIONS[place], of, dead)));
  if (!east || !west) throw new Error("two regions were asked for");
  const failover = await startFailoverName(() => (dead.has(REGIONS[0]) ? west : east).url);
  const addresses = { failover: failover.url, "us-east-1": east.url, "us-west-2": west.url };
  const inbox = await startInbox();
  const place = { endpoint: endpoint.url, environment: environmentOf(addresses, inbox) };
  for (const bundle of graph.bundles)
    functions.set(bundle.functionId, emulatedFunction(graph, bundle, place));
  const readers = REGIONS.map((region) => reader({ emulator, graph, region, dead, policies, of }));
  return {
    endpoint,
    policies,
    functions: [...functions.values()],
    addresses,
    inbox,
    of,
    kill: (region, what) => void [dead.add(region), what ?? endpoint.dead.add(region)],
    heal: (region) => void [dead.delete(region), endpoint.dead.delete(region)],
    loseView: (region) => emptyView(emulator, graph, region),
    holdObjects: () => pauseReplication(emulator, graph),
    async stop() {
      await Promise.all(readers.map((one) => one.stop()));
      for (const one of functions.values()) one.stop();
      for (const one of [east, west, failover, endpoint, inbox]) one.close();
    },
  };
}

type Of = EmulatedWorld["of"];

const gateway = (region: Region, of: Of, dead: ReadonlySet<string>): Promise<Address> =>
  startGateway(
    () => of("Http", region),
    () => dead.has(region),
  );

interface Read {
  readonly emulator: string;
  readonly graph: Graph;
  readonly region: Region;
  readonly dead: ReadonlySet<string>;
  readonly policies: Policies;
  readonly of: Of;
}

function reader({ emulator, graph, region, dead, policies, of }: Read): StreamReader {
  const subscription = graph.resources.find(
    ({ type, region: where }) =>
      type === "aws:lambda/eventSourceMapping:EventSourceMapping" && where === region,
  );
  return readStream({
    emulator,
    region,
    subscription: subscription?.inputs ?? {},
    isPaused: () => dead.has(region),
    isAllowed: (deed) => policies.allows(of("Reduce", region).name, deed),
    invoke: (event) => of("Reduce", region).invoke(event),
  });
}

async function emptyView(endpoint: string, { resources }: Graph, region: Region): Promise<void> {
  const TableName = String(resources.find(({ name }) => name === `View${LABELS[region]}Table`)?.inputs.name);
  const client = new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await client.send(new DeleteTableCommand({ TableName }));
  const { KeySchema, AttributeDefinitions } = Table ?? {};
  await client.send(
    new CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode: "PAY_PER_REQUEST" }),
  );
  client.destroy();
}

/** Addresses that lead here in place of those that lead to AWS. */
const environmentOf = (addresses: EmulatedWorld["addresses"], inbox: Inbox): Record<string, string> => ({
  FAULTLINE_REGION_URLS: REGIONS.map((region) => `${region}=${addresses[region]}`).join(","),
  FAULTLINE_PUBLIC_URL: addresses.failover,
  FAULTLINE_ALLOWED_HOSTS: [addresses.failover, inbox.url].map((url) => new URL(url).host).join(","),
});

/** The region that a health check asks, by the id that the functions know it by. */
function checkedRegion({ resources }: Graph, id: string): string {
  const known = resources
    .filter(({ name }) => name === "WatchUsEast1Function")
    .map(({ inputs }) => z.looseObject({ environment: z.unknown() }).parse(inputs).environment);
  return new RegExp(`([a-z]+-[a-z]+-\\d)=${id}`).exec(JSON.stringify(known))?.[1] ?? "";
}
