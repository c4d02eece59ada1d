import { protocols } from "@faultline/protocols/all";
import { OWN_PROJECT } from "@faultline/service/projects/built-in";
import type { HttpWorld } from "./http-world.js";

/** What anybody may ask: it says nothing of anybody's errors. A new route is private unless it is named here. */
const OPEN = [
  /^\/$/,
  /^\/health(\/|$)/,
  /^\/runbook$/,
  /^\/openapi\.json$/,
  /^\/v1\/session(\/|$)/,
  /^\/v1\/invite(\/|$)/,
  /^\/shared\//,
];

/** Posting errors is what the other keys are for. */
const wires: ReadonlySet<string> = new Set(
  protocols.flatMap(({ paths, asides = [], deploys }) => [
    ...[...paths, ...(deploys?.paths ?? [])].map((path) => `POST ${path}`),
    ...asides.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)),
  ]),
);

const PRIVATE = /^\/(v0|v1|api\/0)(\/|$)/;

const PROJECTS = ["shop", "other", OWN_PROJECT];

/** A request to a route that wants a key. */
export interface Asked {
  readonly method: string;
  readonly address: string;
  readonly route: string;
  readonly project: string;
}

/** Every route that a key is needed for, with the name of each project in it. */
export function privateAddresses(world: HttpWorld): Asked[] {
  const routes = world.app.routes.filter(
    ({ method, path }) =>
      method !== "ALL" && method !== "OPTIONS" && !path.includes("*") && !wires.has(`${method} ${path}`),
  );
  return routes
    .filter(({ path }) => PRIVATE.test(path) && !OPEN.some((open) => open.test(path)))
    .flatMap(({ method, path }) =>
      PROJECTS.map((project) => ({
        method,
        route: `${method} ${path}`,
        project: path.includes(`/${OWN_PROJECT}/`) ? OWN_PROJECT : project,
        address: path
          .replace(/:(project|organization)(\{[^}]*\})?/g, project)
          .replace(/:[a-z]+\{([a-z]+)\|[^}]*\}/gi, "$1")
          .replace(/:[a-z]+/gi, "x"),
      })),
    );
}
