import type { Graph, Resource } from "./graph.js";

/** What AWS tells resources of a kind apart by, where the program chooses it. */
const NAMES = ["name", "bucket", "functionName", "domainName", "dashboardName", "alarmName", "fqdn"] as const;
/** What has a name only beside something else. */
const BESIDE = ["type", "setIdentifier", "logGroup", "apiId", "zoneId"] as const;
/** Made anew by every stage, under names of its own parent: nothing is shared. */
const WITHIN_PARENT =
  /apigatewayv2\/(stage|route|integration|apiMapping)|iam\/rolePolicy|s3\/bucketObject|route53\/healthCheck/;

/**
 * What two stages of one account would both create under one name: the second one to be deployed is refused, or takes over
 * what the first one has. Lines that name the resource and the name; empty when both can be there.
 */
export function stageClashes(one: Graph, other: Graph): string[] {
  const taken = new Set(one.resources.flatMap(namesOf));
  return other.resources.flatMap((resource) =>
    namesOf(resource)
      .filter((name) => taken.has(name))
      .map((name) => `two stages share a name: ${resource.name} is ${name}`),
  );
}

function namesOf({ type, region, inputs }: Resource): string[] {
  if (!type.startsWith("aws:") || WITHIN_PARENT.test(type)) return [];
  const name = NAMES.map((key) => inputs[key]).find((value) => typeof value === "string");
  if (name === undefined) return [];
  const beside = BESIDE.map((key) => inputs[key]).filter((value) => typeof value === "string");
  // Roles, buckets and records are the account's, or the world's; a region does not keep them apart.
  const place = /^aws:(iam|s3|route53)\//.test(type) ? "everywhere" : region;
  return [[type, place, name, ...beside].join(" ")];
}
