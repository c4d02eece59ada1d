import type { Mutation } from "./mutations.js";

/** Bugs in what people decide: which issues are one, and what is told of it. */
export const DECIDING_MUTATIONS: readonly Mutation[] = [
  {
    name: "a circle of merges is shown as where it was entered",
    file: "service/src/projection/merges.ts",
    find: "const root = circle[0] ?? path.at(-1);",
    replace: "const root = path.at(-1);",
  },
  {
    name: "who is merged leaves its own members behind",
    file: "service/src/projection/apply-merge.ts",
    find: "for (const one of upstreamOf(merges, issue))",
    replace: "for (const one of [issue])",
  },
  {
    name: "a member's figures stay as they were when it was merged",
    file: "service/src/projection/write-issue.ts",
    find: "isIn ? figuresOf(to.series) : undefined",
    replace: "isIn ? (before.members[issue] ?? figuresOf(to.series)) : undefined",
  },
  {
    name: "who is taken out stays in its root's row",
    file: "service/src/projection/write-issue.ts",
    find: "...new Set([from.mergedInto, to.mergedInto].filter((root) => root !== undefined)),",
    replace: "...new Set([to.mergedInto].filter((root) => root !== undefined)),",
  },
  {
    name: "of several that are merged into one, the last one follows",
    file: "service/src/projection/merges.ts",
    find: "if (into !== null) sources.set(into, [...(sources.get(into) ?? []), source]);",
    replace: "if (into !== null) sources.set(into, [source]);",
  },
  {
    name: "users of merged issues are added up",
    file: "service/src/query/count-users.ts",
    find: "for (const user of await usersIn(ports, { pk, ...state.series }, state.users, bucket)) users.add(user);",
    replace:
      "for (const user of await usersIn(ports, { pk, ...state.series }, state.users, bucket)) users.add(pk + user);",
  },
  {
    name: "deleting an issue leaves its members",
    file: "service/src/triage/triage.ts",
    find: "for (const id of [...(root.members ?? []), root.id]) {",
    replace: "for (const id of [root.id]) {",
  },
  {
    name: "a merge has a line with one of the two",
    file: "service/src/activity/note-merge.ts",
    find: "await noteActivity(ports, { project, issue: other }, { at, by, did: others, issue });",
    replace: "void others;",
  },
  {
    name: "an issue that came back as a member does not say so",
    kind: ["merging", "manyDecisions"],
    file: "service/src/activity/note-if-back.ts",
    find: "const wasShown = before.mergedInto === undefined;",
    replace: "const wasShown = true;",
  },
  {
    name: "what was counted for a merged issue here is waited for",
    file: "service/src/notify/left-to-other.ts",
    find: "return (await wasMerged(ports, place)) ? old : ordered;",
    replace: "return ordered;",
  },
  {
    name: "a mute by users never ends",
    file: "core/src/status.ts",
    find: 'return "users" in mute ? users < mute.users : !isOver;',
    replace: 'return "users" in mute ? users >= 0 : !isOver;',
  },
  {
    name: "a mute by a total never ends",
    file: "core/src/status.ts",
    find: 'if ("total" in mute) return total < mute.total;',
    replace: 'if ("total" in mute) return total > 0;',
  },
  {
    name: "a window that began before the mute ends it",
    file: "service/src/projection/rows/issue-row.ts",
    find: "const came = start > began ? count : start === began ? count - had : 0;",
    replace: "const came = count;",
  },
  {
    name: "a destination is told as far as another was",
    file: "service/src/notify/delivery-ledger.ts",
    find: 'const [config = ""] = sk.split("#");\n    const known = ledger.get(config);',
    replace: 'const config = sk.split("#")[0] ?? "";\n    const known = [...ledger.values()][0];',
  },
  {
    name: "what is not to be found is not looked at",
    file: "service/src/query/syntax/matches.ts",
    find: "meets(test, facets) !== isNegated",
    replace: "meets(test, facets) || isNegated",
  },
  {
    name: "a search for a member's value does not lead to its root",
    file: "service/src/query/find/verify.ts",
    find: "mergedInto ?? id",
    replace: "id",
  },
  {
    name: "a release that a deletion left is not told to the log again",
    kind: ["manyDecisions", "largeSkew"],
    file: "service/src/projection/rows/releases.ts",
    find: "const isTold = before && before.cut === deletedBefore && isKeptLong(before.x, kept);",
    replace: "const isTold = before && before.receivedAt > deletedBefore && isKeptLong(before.x, kept);",
  },
  {
    name: "what is deleted leaves its fingerprint",
    kind: ["merging", "manyDecisions"],
    file: "service/src/projection/series/rewrite.ts",
    find: "const fingerprint = series.total > 0 ? state.fingerprint : undefined;",
    replace: "const { fingerprint } = state;",
  },
];
