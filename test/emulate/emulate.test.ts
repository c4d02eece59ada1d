import { beforeAll, expect, test } from "vitest";
import type { Graph } from "../infra/graph.js";
import { FUNCTION, roleOf } from "../infra/statements.js";
import { describeNeeding } from "../needing.js";
import { checkWorld } from "./checks.js";
import { post, REQUESTS } from "./client.js";
import { deployEmulated, productionGraph, runEmulated } from "./emulated-world.js";
import type { Held } from "./held.js";
import { policiesOf } from "./policies.js";

// The whole deployment on an emulated AWS, and that what is planted in it is found.

describeNeeding("python3", "the deployment on an emulated AWS", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await productionGraph();
  });

  test("holds what is claimed of it, under every kind of fault; a grant too many is all that is found", async () => {
    const [who, action, more] = TOO_MANY;
    const deployment = await deployEmulated({
      ...graph,
      resources: withGrant(graph.resources, who, action, more),
    });
    expect(deployment.refused).toEqual([]);
    const world = await runEmulated(deployment);
    const held: Held[] = [];
    await checkWorld(world, (one) => held.push(one)).finally(() => world.stop());
    deployment.stop();
    const wrong = held.flatMap(({ what, seen }) => (seen === undefined ? [] : [`${what}: ${seen}`]));
    expect(wrong).toEqual([
      expect.stringMatching(/needs, and nothing else: "WatchUsWest2: cloudwatch:ListMetrics on/),
    ]);
    expect(held.length).toBeGreaterThan(80);
  });

  test("what no service of AWS takes is refused, each resource named with what is wrong", async () => {
    const planted = new Map(MISTAKES.map(([name, inputs]) => [name, inputs]));
    const resources = graph.resources.map((one) => ({
      ...one,
      inputs: { ...one.inputs, ...planted.get(one.name) },
    }));
    const deployment = await deployEmulated({ ...graph, resources });
    deployment.stop();
    for (const [name, , says] of MISTAKES)
      expect(deployment.refused.find((line) => line.startsWith(name))).toMatch(says);
  });

  test("what a function lacks a grant for is denied, and told by name", async () => {
    const resources = LACKING.reduce((all, [who, action]) => withoutGrant(all, who, action), graph.resources);
    const deployment = await deployEmulated({ ...graph, resources });
    const world = await runEmulated(deployment);
    for (const address of [world.addresses["us-east-1"], world.addresses["us-west-2"]])
      for (const kind of REQUESTS) await post(address, kind, kind);
    const denied = () => [...world.policies.denied].join("\n");
    for (const [who, action] of LACKING)
      await expect.poll(denied, { timeout: 120_000 }).toContain(`${who}: ${action}`);
    await world.stop();
    deployment.stop();
  });
});

/** What somebody may write into the program that its types let through, and how they hear of it. */
const MISTAKES: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  ["AlarmIngestSlowUsEast1", { comparisonOperator: "BiggerThan" }, /BiggerThan, not one of/],
  ["AlarmApiSlowUsWest2", { treatMissingData: 7 }, /TreatMissingData/],
  ["ViewUsWest2Table", { attributes: [{ name: "pk", type: "TEXT" }] }, /TEXT, not one of/],
  ["BlobsUsEast1Lifecycle", { rules: [{ id: "a", status: "On" }] }, /On, not one of/],
  ["HttpUsEast1Function", { runtime: "nodejs25.y" }, /nodejs25\.y, not one of/],
  ["HealthUsEast1", { resourcePath: 7 }, /ResourcePath/],
  ["ReduceStreamUsEast1", { functionName: undefined }, /FunctionName/],
  ["ApiUsWest2Stage", { accessLogSettings: { destination: "x" } }, /Destination/],
];

/** Functions, and what is taken from them. */
const LACKING = [
  ["HttpUsEast1", "dynamodb:PutItem"],
  ["HttpUsWest2", "kms:Encrypt"],
  ["HttpUsWest2", "s3:PutObject"],
  ["ReduceUsEast1", "dynamodb:GetItem"],
] as const;

test("a key in a condition decides, and a star stands for any characters", () => {
  const graph = {
    resources: [
      resource(FUNCTION, "HttpFunction", { role: "arn:aws:iam::1:role/http" }),
      resource("aws:iam/role:Role", "HttpRole", {
        name: "http",
        inlinePolicies: [{ policy: JSON.stringify({ Statement: [DELETION, OBJECTS] }) }],
      }),
    ],
  };
  const { would } = policiesOf(graph);
  const deletes = (key: string) =>
    would("Http", {
      action: "dynamodb:DeleteItem",
      resource: "log",
      context: { "dynamodb:LeadingKeys": [key] },
    });
  expect([deletes("C#k#abc"), deletes("K#pack")]).toEqual([true, false]);
  const reads = (resource: string) => would("Http", { action: "s3:GetObject", resource });
  expect([reads("arn:blobs/spool/x"), reads("arn:blobs"), reads("arn:others/x")]).toEqual([
    true,
    false,
    false,
  ]);
});

const DELETION = {
  Action: ["dynamodb:DeleteItem"],
  Resource: ["log"],
  Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["C#k#*", "C#y#*"] } },
};
const OBJECTS = { Action: ["s3:Get*"], Resource: ["arn:blobs/*"] };

const resource = (type: string, name: string, inputs: Record<string, unknown>) => ({
  urn: name,
  type,
  name,
  parent: "",
  inputs,
  region: "us-east-1",
  explicit: true,
  protect: false,
  retainOnDelete: false,
});

/** A function, what it is allowed, and what it is allowed besides, which it does not need. */
const TOO_MANY = ["WatchUsWest2", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics"] as const;

/** The resources with one action taken out of a function's policies. */
const withoutGrant = (resources: Graph["resources"], who: string, action: string): Graph["resources"] =>
  withGrants(resources, who, action, '\\"none:None\\"');

/** With one more beside an action of its policies. */
const withGrant = (
  resources: Graph["resources"],
  who: string,
  action: string,
  more: string,
): Graph["resources"] => withGrants(resources, who, action, `\\"${action}\\",\\"${more}\\"`);

/** With an action of a function's policies written otherwise; they are JSON within JSON. */
function withGrants(
  resources: Graph["resources"],
  who: string,
  action: string,
  instead: string,
): Graph["resources"] {
  const lambda = resources.find(({ name }) => name === `${who}Function`);
  const role = lambda && roleOf({ resources }, lambda);
  const changed = (inputs: object) =>
    JSON.parse(JSON.stringify(inputs).replaceAll(`\\"${action}\\"`, instead));
  return resources.map((one) => (one === role ? { ...one, inputs: changed(one.inputs) } : one));
}
