import type { Mutation } from "./mutations.js";

/** Bugs in what is let in, in which form, and who is to be told of it. */
export const INTAKE_MUTATIONS: readonly Mutation[] = [
  {
    name: "within one of two quotas is within both",
    file: "service/src/ingest/quotas.ts",
    find: "if (ofKey && ofProject) return () => true;",
    replace: "if (ofKey || ofProject) return () => true;",
  },
  {
    name: "one event more of a minute keeps its body",
    file: "service/src/ingest/quotas.ts",
    find: "return count < BODIES_A_MINUTE;",
    replace: "return count <= BODIES_A_MINUTE;",
  },
  {
    name: "who sends little is refused with the others",
    file: "service/src/ingest/quotas.ts",
    find: "address}`, now)) return;",
    replace: "address}`, -1)) return;",
  },
  {
    name: "what is taken beyond a quota is not owed",
    file: "service/src/ingest/bucket.ts",
    find: "Math.max(-this.rate.burst, level.left - amount)",
    replace: "Math.max(0, level.left - amount)",
  },
  {
    name: "a project sends as much as its key may",
    file: "service/src/ingest/quotas.ts",
    find: "if (project !== undefined && !all.project.has(project, now))",
    replace: "if (project === undefined && !all.project.has(keyHash, now))",
  },
  {
    name: "an event without its body has no release",
    file: "core/src/without-body.ts",
    find: "  breadcrumbs: undefined,",
    replace: "  breadcrumbs: undefined,\n  release: undefined,",
  },
  {
    name: "all keep their bodies",
    file: "service/src/ingest/ingest.ts",
    find: "request.keepsBody?.(event.issue) === false ? withoutBody(event) : event",
    replace: "request.keepsBody?.(event.issue) === undefined ? withoutBody(event) : event",
  },
  {
    name: "who is told of all projects is told of none",
    file: "service/src/projects/default-destinations.ts",
    find: "return { ...project, notify: [...(await defaultDestinations(asked[0]))] };",
    replace: "return project;",
  },
  {
    name: "a config of all projects is looked for in one",
    file: "service/src/notify/configs.ts",
    find: " ?? (await openOwn(ports, ALL_PROJECTS, id));",
    replace: ";",
  },
  {
    name: "a paused destination is told all the same",
    file: "core/src/project.ts",
    find: "notify.filter(({ paused }) => !paused);",
    replace: "notify.filter(({ config }) => config);",
  },
];
