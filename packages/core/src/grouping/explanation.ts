/** By what events are put together. `own`: the client said so; the others are ours, best first. */
export type GroupedBy = "own" | "exact-message" | "own-calls" | "all-calls" | "class-and-message" | "message";

export interface Explanation {
  readonly value: string;
  readonly by: GroupedBy;
  /** Why these parts, in plain words. */
  readonly reason: string;
  readonly parts: readonly string[];
}

/** What a mechanism finds, before it is made a value. */
export type Reasoned = Omit<Explanation, "value">;

/** The value that the parts make, with the mechanism's name before them: old issues keep their identity by it. */
export const valued = (mechanism: string, { by, reason, parts }: Reasoned): Explanation => ({
  by,
  value: `${mechanism}:${parts.map((part) => part.replaceAll("|", "||")).join("|")}`,
  reason,
  parts,
});

/** The mechanism that made a fingerprint's value, e.g. `v1`. */
export const mechanismOf = (value: string): string => /^(v\d+):/.exec(value)?.[1] ?? "";

/** The parts a fingerprint's value was made of. */
export const partsOf = (value: string): string[] =>
  (value.replace(/^v\d+:/, "").match(/(?:[^|]|\|\|)+/g) ?? []).map((part) => part.replaceAll("||", "|"));
