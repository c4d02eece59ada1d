import type { Standing, Tail, TextPlace, TimeOf } from "./keys.js";
import type { TimeRange } from "./time-range.js";

/** What one piece of a query asks of an issue, or of an event. */
export type Test =
  /** Words that stand beside each other in one of these texts. `isPrefix`: the last one is how a word begins. */
  | {
      readonly kind: "text";
      readonly places: readonly TextPlace[];
      readonly words: readonly string[];
      readonly isPrefix: boolean;
    }
  /** A value of an attribute or a tag, in lower case. */
  | {
      readonly kind: "value";
      readonly key: string;
      readonly value: string;
      readonly isPrefix: boolean;
      readonly byTail: Tail | undefined;
    }
  /** Any value of it. */
  | { readonly kind: "has"; readonly key: string }
  | { readonly kind: "time"; readonly by: TimeOf; readonly range: TimeRange }
  | { readonly kind: "state"; readonly holds: (standing: Standing) => boolean; readonly word: string };

export interface Term {
  readonly isNegated: boolean;
  readonly test: Test;
  /** Where it stands in the query, in characters from 0 on. */
  readonly at: number;
  readonly length: number;
}

/** A key that is none of ours and does not say that it is of a tag: `customer` of `customer:acme`. */
export interface BareTag {
  readonly name: string;
  /** The whole term, as it was typed. */
  readonly term: string;
  /** Where the name stands in the query, in characters from 0 on. */
  readonly at: number;
  readonly length: number;
}

/** All of the terms have to hold. Several may be met by different events of an issue. */
export interface Query {
  readonly terms: readonly Term[];
  /** What was typed, when it may be an id: of an event or an issue. */
  readonly id: string | undefined;
  readonly bareTags: readonly BareTag[];
}
