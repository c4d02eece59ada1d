import type { Mutation } from "./mutations.js";

/** Bugs in what is told besides counts. */
export const ALSO_MUTATIONS: readonly Mutation[] = [
  {
    name: "each event is a user more",
    file: "service/src/notify/also-due.ts",
    find: "if (user !== undefined && newUsers.has(user)) met.add(user);",
    replace: "if (user !== undefined) met.add(user + total);",
  },
];
