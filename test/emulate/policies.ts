import type { Graph } from "../infra/graph.js";
import { FUNCTION, roleOf, statementsOf } from "../infra/statements.js";

/** What a call would do, on what, and what conditions may ask about it. */
export interface Deed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

interface Grant {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly conditions: ReturnType<typeof statementsOf>[number]["conditions"];
}

export interface Policies {
  /** Whether the function's role lets it; remembered either way. */
  allows(who: string, deed: Deed): boolean;
  /** The same, not remembered. */
  would(who: string, deed: Deed): boolean;
  /** Each `who: action on resource` that was refused. */
  readonly denied: ReadonlySet<string>;
  /** Each that was never asked for. */
  unused(): string[];
}

/** The statements of every function's role, as IAM judges them: by a function's name without "Function". */
export function policiesOf(graph: Pick<Graph, "resources">): Policies {
  const grants = new Map(
    graph.resources
      .filter(({ type }) => type === FUNCTION)
      .map((lambda) => [lambda.name.replace(/Function$/, ""), grantsOf(graph, lambda)] as const),
  );
  const used = new Set<Grant>();
  const denied = new Set<string>();
  const find = (who: string, deed: Deed) => grants.get(who)?.find((grant) => covers(grant, deed));
  return {
    allows(who, deed) {
      const grant = find(who, deed);
      if (grant) used.add(grant);
      else denied.add(`${who}: ${deed.action} on ${deed.resource}`);
      return grant !== undefined;
    },
    would: (who, deed) => find(who, deed) !== undefined,
    denied,
    unused: () =>
      [...grants].flatMap(([who, of]) =>
        of.filter((grant) => !used.has(grant)).map(({ name }) => `${who}: ${name}`),
      ),
  };
}

function grantsOf(graph: Pick<Graph, "resources">, lambda: Graph["resources"][number]): Grant[] {
  const role = roleOf(graph, lambda);
  return (role ? statementsOf(role) : []).flatMap(({ actions, resources, conditions }) =>
    actions.flatMap((action) =>
      resources.map((resource) => ({ name: `${action} on ${resource}`, action, resource, conditions })),
    ),
  );
}

const covers = (grant: Grant, { action, resource, context = {} }: Deed): boolean =>
  isLike(grant.action, action) &&
  isLike(grant.resource, resource) &&
  Object.values(grant.conditions).every((tests) =>
    Object.entries(tests).every(([variable, patterns]) =>
      (context[variable] ?? []).every((value) => patterns.some((pattern) => isLike(pattern, value))),
    ),
  );

/** `*` stands for any characters. */
function isLike(pattern: string, value: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === value;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const [place, part] of rest.entries()) {
    const isLast = place === rest.length - 1;
    const found = isLast ? value.length - part.length : value.indexOf(part, at);
    if (found < at || !value.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}
