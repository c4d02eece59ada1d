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
    name: "users are never told of",
    file: "service/src/notify/also-due.ts",
    find: "users < threshold || raised.users",
    replace: "users >= threshold || raised.users",
  },
  {
    name: "a late event is counted in the newest minute",
    file: "core/src/pace.ts",
    find: "at === place ? count + 1 : count",
    replace: "at === 0 ? count + 1 : count",
  },
  {
    name: "an event of a minute is counted twice",
    file: "core/src/pace.ts",
    find: "at === place ? count + 1 : count",
    replace: "at === place && place > 0 ? count + 2 : at === place ? count + 1 : count",
  },
];
