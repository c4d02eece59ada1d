import type { Mutation } from "./mutations.js";

/** Bugs in what is told besides counts. */
export const ALSO_MUTATIONS: readonly Mutation[] = [
  {
    name: "each event is a user more",
    file: "service/src/notify/also-due.ts",
    find: "if (user !== undefined && newUsers.has(user)) met.add(user);",
    replace: "if (user !== undefined) met.add(user + total);",
  },
  {
    name: "minutes that are over go on counting",
    file: "core/src/pace.ts",
    find: "Array.from({ length: Math.min(newer, minutes) }, () => 0)",
    replace: "Array.from({ length: 0 * newer }, () => 0)",
  },
  {
    name: "what is usual is known on the first day",
    file: "core/src/unusual.ts",
    find: "days >= DAYS_MIN",
    replace: "days >= 0",
  },
];
