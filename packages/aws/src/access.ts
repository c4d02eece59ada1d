import type { TableName } from "./keys.js";

/** `peerLog`: the log where the other region has it. */
export type AskedTable = TableName | "peerLog";
/** A Lambda function of ours. */
export type FunctionName = "http" | "reduce" | "sweep" | "watch" | "rebuild";

/** What the code asks of a table, by the pattern of the key it asks with. */
interface AccessPattern {
  readonly need: string;
  readonly table: AskedTable;
  readonly key: string;
  readonly actions: readonly DynamoAction[];
  readonly by: readonly FunctionName[];
}

type DynamoAction = "GetItem" | "BatchGetItem" | "PutItem" | "DeleteItem" | "Query" | "Scan";

/** Every access pattern. Permissions are made from it, so what is not here is not allowed. */
export const ACCESS: readonly AccessPattern[] = [
  {
    need: "store a pack once",
    table: "log",
    key: "K#<pack>",
    actions: ["PutItem"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "the same there, when this region's table does not answer",
    table: "peerLog",
    key: "K#<pack> C#p C#i#<number>",
    actions: ["PutItem"],
    by: ["http", "watch"],
  },
  {
    need: "whose key and project it is, then",
    table: "peerLog",
    key: "C#p C#i#<number> C#k#<hash> C#t C#r C#E",
    actions: ["GetItem"],
    by: ["http"],
  },
  {
    need: "take in what waited in the spool",
    table: "log",
    key: "K#<pack> C#p C#i#<number>",
    actions: ["GetItem", "PutItem"],
    by: ["sweep"],
  },
  {
    need: "read the events of packs",
    table: "log",
    key: "K#<pack>",
    actions: ["GetItem", "BatchGetItem"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "projects and their settings",
    table: "log",
    key: "C#p",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http"],
  },
  { need: "their numbers", table: "log", key: "C#i#<number>", actions: ["GetItem", "PutItem"], by: ["http"] },
  {
    need: "who a key belongs to",
    table: "log",
    key: "C#k#<hash>",
    actions: ["GetItem", "PutItem", "DeleteItem"],
    by: ["http"],
  },
  {
    need: "a project's keys",
    table: "log",
    key: "C#y#<project>",
    actions: ["GetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http"],
  },
  {
    need: "the key that Setup shows",
    table: "log",
    key: "C#z#<project>",
    actions: ["GetItem", "PutItem"],
    by: ["http"],
  },
  {
    need: "source maps, by debug id, release and file",
    table: "log",
    key: "C#m#<project>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http"],
  },
  {
    need: "those of other functions, and of our own, whose faults are taken in",
    table: "log",
    key: "C#m#<project>",
    actions: ["GetItem", "Query"],
    by: ["reduce", "sweep", "watch", "rebuild"],
  },
  { need: "the deploys", table: "log", key: "C#v#<project>", actions: ["PutItem", "Query"], by: ["http"] },
  { need: "figures by the minute", table: "log", key: "C#f", actions: ["Query"], by: ["http"] },
  {
    need: "tokens",
    table: "log",
    key: "C#t",
    actions: ["GetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http"],
  },
  {
    need: "which tokens were revoked",
    table: "log",
    key: "C#r",
    actions: ["GetItem", "BatchGetItem", "PutItem"],
    by: ["http"],
  },
  {
    need: "when tokens and sessions were used last",
    table: "log",
    key: "C#u#<id>",
    actions: ["GetItem", "BatchGetItem", "PutItem"],
    by: ["http"],
  },
  {
    need: "sessions, and which were ended",
    table: "log",
    key: "C#e C#o",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http"],
  },
  {
    need: "people, their passwords and passkeys, and invites",
    table: "log",
    key: "C#b C#c C#j C#x",
    actions: ["GetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http"],
  },
  {
    need: "which of them have ended for good",
    table: "log",
    key: "C#q",
    actions: ["GetItem", "BatchGetItem", "PutItem"],
    by: ["http"],
  },
  {
    need: "lists that somebody saved by a name",
    table: "log",
    key: "C#W#<owner>",
    actions: ["GetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http"],
  },
  {
    need: "how much a project's rules dropped",
    table: "log",
    key: "C#X#<project>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "when releases began",
    table: "log",
    key: "C#v#<project> C#R#<project>",
    actions: ["BatchGetItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "when a release was seen first",
    table: "log",
    key: "C#R#<project>",
    actions: ["GetItem", "PutItem"],
    by: ["reduce", "sweep", "rebuild"],
  },
  {
    need: "what was told of releases, and what became of issues in them",
    table: "log",
    key: "C#V#<project>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "what was decided about an issue and became of it",
    table: "log",
    key: "C#H#<project>#<issue>",
    actions: ["PutItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "comments",
    table: "log",
    key: "C#N#<project>#<issue>",
    actions: ["GetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http"],
  },
  { need: "who changed what", table: "log", key: "C#a", actions: ["PutItem", "Query"], by: ["http"] },
  {
    need: "what was decided about an issue",
    table: "log",
    key: "C#s#<project>#<issue>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http"],
  },
  {
    need: "the same, for the view",
    table: "log",
    key: "C#s#<project>#<issue>",
    actions: ["BatchGetItem", "Query"],
    by: ["reduce", "sweep", "rebuild"],
  },
  {
    need: "resolve issues of which nothing is heard",
    table: "log",
    key: "C#p C#s#<project>#<issue>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["sweep"],
  },
  {
    need: "issues of a former grouping mechanism that live on",
    table: "log",
    key: "C#g#<project>",
    actions: ["PutItem"],
    by: ["reduce", "sweep", "rebuild"],
  },
  {
    need: "which issues are shown as one",
    table: "log",
    key: "C#M#<project>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "a project's deletion; the built-in project, for alarms and faults of our own",
    table: "log",
    key: "C#p C#i#<number>",
    actions: ["GetItem", "PutItem"],
    by: ["reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "the end of an alarm: its issue resolved",
    table: "log",
    key: "C#s#<project>#<issue>",
    actions: ["GetItem", "BatchGetItem", "PutItem", "Query"],
    by: ["watch"],
  },
  {
    need: "what regions write of themselves, alarms, figures",
    table: "log",
    key: "C#w",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http", "sweep", "watch", "rebuild"],
  },
  { need: "health", table: "log", key: "C#h", actions: ["PutItem"], by: ["http"] },
  {
    need: "heartbeat, and which region leads",
    table: "log",
    key: "C#h",
    actions: ["GetItem", "PutItem"],
    by: ["sweep", "reduce", "http", "watch"],
  },
  { need: "when regions were away", table: "log", key: "C#h", actions: ["Query"], by: ["http"] },
  {
    need: "notification configs, encrypted",
    table: "log",
    key: "C#n#<project>",
    actions: ["GetItem", "PutItem", "Query"],
    by: ["http", "reduce", "sweep"],
  },
  { need: "destinations of all projects", table: "log", key: "C#E", actions: ["PutItem"], by: ["http"] },
  {
    need: "the same, also for alarms and faults of our own",
    table: "log",
    key: "C#E",
    actions: ["GetItem"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "what was told, and every decision about it",
    table: "log",
    key: "C#l# C#d#<project>#<issue>",
    actions: ["PutItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  {
    need: "fold into issues, pages, lists",
    table: "view",
    key: "I# P# L# V# X# Q# E# F# N# B# H# O#",
    actions: ["GetItem", "BatchGetItem", "PutItem", "DeleteItem", "Query"],
    by: ["http", "reduce", "sweep", "watch", "rebuild"],
  },
  { need: "a view of an earlier version", table: "view", key: "*", actions: ["Scan"], by: ["rebuild"] },
  { need: "fold the log into it once more", table: "log", key: "*", actions: ["Scan"], by: ["rebuild"] },
  {
    need: "former issues that live on, before the log is folded",
    table: "log",
    key: "C#p C#g#<project>",
    actions: ["Query"],
    by: ["rebuild"],
  },
];
