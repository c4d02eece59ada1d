import * as z from "zod";
import type { Graph, Resource } from "../../infra/graph.js";
import type { AwsCalls } from "../aws-calls.js";
import { DATA } from "./data-makers.js";
import { EDGE } from "./edge-makers.js";
import { FUNCTIONS } from "./function-makers.js";
import type { Maker, Making } from "./maker.js";
import { WATCHING } from "./watch-makers.js";

interface Deployed {
  /** The resources, with the emulator's identifiers in place of the graph's stand-ins. */
  readonly resources: readonly Resource[];
  /** A line for each that was refused: its name, its type, and what there was against it. */
  readonly refused: readonly string[];
}

const MAKERS: Readonly<Record<string, Maker>> = { ...DATA, ...FUNCTIONS, ...EDGE, ...WATCHING };

/** What others are told the identifiers of comes first; the rest in the program's order. */
const FIRST = [
  /^iam\/role:/,
  /^kms\/key:/,
  /^kms\/replicaKey/,
  /^dynamodb\//,
  /^s3\/bucket:/,
  /^s3\/bucketVersioning/,
  /^(logGroup|sqs|sns\/topic:|acm\/certificate:|route53\/healthCheck|cloudwatch\/(eventRule|logGroup|metricAlarm))/,
  /^apigatewayv2\/(api|domainName):/,
  /^apigatewayv2\/integration/,
  /^s3\/bucketObject/,
  /^lambda\/function/,
];

const InlinePolicies = z.array(z.object({ name: z.string().optional(), policy: z.string() })).default([]);

/** Creates what the program asks for, as its deployment would: every resource of AWS, in both regions. */
export async function deploy(graph: Graph, { call }: AwsCalls): Promise<Deployed> {
  const known = new Map<string, string>();
  const translated = (resource: Resource): Resource => ({
    ...resource,
    inputs: withKnown(resource.inputs, known),
  });
  const learn: Making["learn"] = (standIn, real) => void known.set(standIn, real);
  const refused: string[] = [];
  for (const resource of inOrder(graph.resources.filter(({ type }) => type.startsWith("aws:")))) {
    const { inputs } = translated(resource);
    const ask: Making["ask"] = (service, operation, params, where = resource.region) =>
      call(service, where, operation, params);
    await made({ resource, inputs, ask, learn }).catch((error: Error) => {
      refused.push(`${resource.name} (${resource.type}) is refused: ${error.message}`);
    });
  }
  const resources = graph.resources.map(translated);
  for (const resource of resources.filter(({ type }) => type === "aws:iam/role:Role"))
    await putPolicies(resource, call);
  return { resources, refused };
}

async function made(making: Making): Promise<void> {
  const make = MAKERS[making.resource.type.slice("aws:".length)];
  if (!make) throw new Error("nobody knows how to make it");
  await make(making);
}

/** What a role allows names all the others, so it comes last. */
async function putPolicies({ inputs, name }: Resource, call: AwsCalls["call"]): Promise<void> {
  const RoleName = inputs.name ?? `faultline-${name}`;
  for (const { policy: PolicyDocument, name: PolicyName = "inline" } of InlinePolicies.parse(
    inputs.inlinePolicies,
  ))
    await call("iam", "us-east-1", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument });
}

function inOrder(resources: readonly Resource[]): Resource[] {
  const place = ({ type }: Resource): number => {
    const found = FIRST.findIndex((pattern) => pattern.test(type.slice("aws:".length)));
    return found === -1 ? FIRST.length : found;
  };
  return resources.toSorted((a, b) => place(a) - place(b));
}

/** The longest ones first: an ARN has its id within it. */
function withKnown(inputs: Resource["inputs"], known: ReadonlyMap<string, string>): Resource["inputs"] {
  const escaped = (value: string): string => JSON.stringify(value).slice(1, -1);
  const json = [...known]
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce(
      (text, [standIn, real]) => text.replaceAll(escaped(standIn), escaped(real)),
      JSON.stringify(inputs),
    );
  return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
}
