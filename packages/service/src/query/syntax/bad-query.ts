import { type Kind, VisibleError } from "@faultline/core/visible-error";

/** What somebody searched for is no search: where it stands, and what to write instead. */
export class BadQuery extends VisibleError {
  constructor(
    /** The place of what is not understood in the query, in characters from 0 on. */
    readonly position: number,
    /** How many characters of it are meant. */
    readonly length: number,
    advice: string,
    kind: Kind = "unprocessable",
  ) {
    super(kind, "bad_query", `At character ${position + 1} of the search: ${advice}`);
  }
}
