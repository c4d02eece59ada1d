import * as z from "zod";
import type { Graph, Resource } from "./graph.js";

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const Conditions = z.record(z.string(), z.record(z.string(), texts)).default({});
const Policy = z.object({
  Statement: z.array(z.looseObject({ Action: texts, Resource: texts.default([]), Condition: Conditions })),
});
const PolicyText = z.string().transform((text) => Policy.parse(JSON.parse(text)));
const Inline = z.array(z.object({ policy: PolicyText })).default([]);

/** What a policy allows, on what. */
interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By test and variable: which values let it through. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The statements of every policy a resource carries: a role's inline ones, or the one it is. Trust policies do not count. */
export function statementsOf({ type, inputs }: Resource): Statement[] {
  const policies = [
    ...Inline.parse(inputs.inlinePolicies).map(({ policy }) => policy),
    ...(type.startsWith("aws:iam/") && inputs.policy !== undefined ? [PolicyText.parse(inputs.policy)] : []),
  ];
  return policies.flatMap(({ Statement }) =>
    Statement.map(({ Action: actions, Resource: resources, Condition: conditions }) => ({
      actions,
      resources,
      conditions,
    })),
  );
}

export const FUNCTION = "aws:lambda/function:Function";

/** The role a function runs with. */
export function roleOf({ resources }: Pick<Graph, "resources">, { inputs }: Resource): Resource | undefined {
  const name = z.string().parse(inputs.role).split("/").at(-1);
  return resources.find((resource) => resource.type === "aws:iam/role:Role" && resource.inputs.name === name);
}

/** The functions' roles, with what they allow, for printing and for `docs/deploy.md`. */
export function permissionsOf(graph: Graph): { function: string; statements: Statement[] }[] {
  return graph.resources
    .filter(({ type }) => type === FUNCTION)
    .map((lambda) => {
      const role = roleOf(graph, lambda);
      return { function: lambda.name, statements: role ? statementsOf(role) : [] };
    });
}
