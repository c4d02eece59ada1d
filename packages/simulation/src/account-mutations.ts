import type { Mutation } from "./mutations.js";

/** Bugs in who is let in, and in what is told of who was. */
export const ACCOUNT_MUTATIONS: readonly Mutation[] = [
  {
    name: "who is signed out comes in for minutes",
    file: "service/src/people/ended-sessions.ts",
    find: "const CACHE_SECONDS = 10;",
    replace: "const CACHE_SECONDS = 150;",
  },
  {
    name: "who was removed comes in for minutes",
    file: "service/src/people/person-scopes.ts",
    find: "const CACHE_SECONDS = 10;",
    replace: "const CACHE_SECONDS = 150;",
  },
  {
    name: "a revoked token is trusted for as long as no table answers",
    file: "service/src/people/token-scopes.ts",
    find: "const isTrusted = now - at <= TRUSTED_MILLISECONDS;",
    replace: "const isTrusted = now >= at;",
  },
  {
    name: "a token goes on after its end",
    file: "service/src/people/token-scopes.ts",
    find: "if (!token || (token.expiresAt !== undefined && token.expiresAt <= now)) return undefined;",
    replace: "if (!token) return undefined;",
  },
  {
    name: "a removed person's end is not written down",
    file: "service/src/people/people.ts",
    find: "      endedWrite(ports, id),\n",
    replace: "",
  },
  {
    name: "both of the last two owners go",
    file: "service/src/people/people.ts",
    find: 'return { kind: "put", item: { ...ownersKey, ver: versionOf(guard) + 1 }, condition };',
    replace:
      'void condition; return { kind: "put", item: { ...ownersKey, ver: 1 }, condition: LAST_WRITE_WINS } as unknown as Awaited<ReturnType<WriteOwners>>;',
  },
  {
    name: "a change has its line in the audit when it is done",
    file: "service/src/people/audit.ts",
    find: "  await ports.log.put(line, OWN_ROW);\n",
    replace: "",
  },
];
