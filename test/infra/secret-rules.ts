import type { FunctionName } from "@faultline/aws/access";
import { type SecretName, secretsOf } from "@faultline/aws/keys";
import { FunctionEnvironment } from "@faultline/aws/settings";
import * as z from "zod";
import type { Bundle, Graph, Resource } from "./graph.js";
import { FUNCTION, roleOf, statementsOf } from "./statements.js";

const Called = z.looseObject({ variables: FunctionEnvironment });

/** Functions that lack a secret they read, or can read one that is none of their business. */
export function wrongLinks(graph: Graph): string[] {
  return graph.bundles.flatMap((bundle) => {
    const lambda = functionOf(graph, bundle);
    if (!lambda) return [];
    const { FAULTLINE_ENCRYPTION: encryption } = Called.parse(lambda.inputs.environment).variables;
    const wanted: readonly SecretName[] = secretsOf(kindOf(bundle), encryption);
    const missing = wanted.filter((name) => !bundle.links.includes(name));
    const other = bundle.links.filter((link) => !wanted.some((name) => name === link));
    return [
      ...missing.map((name) => `${bundle.functionId} is not linked to ${name}`),
      ...other.map((name) => `${bundle.functionId} is linked to ${name}, which it does not need`),
    ];
  });
}

/** What is left of KMS where a secret has the keys: each key is paid for, each grant is more than anyone needs. */
export function needlessKms(graph: Graph): string[] {
  const functions = graph.resources.filter(({ type }) => type === FUNCTION);
  const isInSecret = functions.every(
    ({ inputs }) => Called.parse(inputs.environment).variables.FAULTLINE_ENCRYPTION === "secret",
  );
  if (!isInSecret) return [];
  const keys = graph.resources.filter(({ type }) => type.startsWith("aws:kms/"));
  const grants = functions.flatMap((lambda) => {
    const role = roleOf(graph, lambda);
    const actions = (role ? statementsOf(role) : []).flatMap((statement) => statement.actions);
    return actions
      .filter((action) => action.startsWith("kms:"))
      .map((action) => `${lambda.name} may ${action}`);
  });
  return [...keys.map(({ name }) => `${name} is a key that nothing uses`), ...grants];
}

const functionOf = ({ resources }: Graph, { functionId }: Bundle): Resource | undefined =>
  resources.find(({ type, name }) => type === FUNCTION && name === `${functionId}Function`);

function kindOf({ functionId }: Bundle): FunctionName {
  const kinds: readonly FunctionName[] = ["http", "reduce", "sweep", "watch", "rebuild"];
  const kind = kinds.find((name) => functionId.toLowerCase().startsWith(name));
  if (!kind) throw new Error(`no function of ours: ${functionId}`);
  return kind;
}
