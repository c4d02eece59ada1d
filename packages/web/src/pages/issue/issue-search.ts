import { type EnvironmentSearch, readEnvironment } from "../../environment/use-environment.js";

/** What an address of an issue says besides which one. */
export interface IssueSearch extends EnvironmentSearch {
  /** The issue that is meant where the first is not there. */
  readonly former?: string;
  /** The timeline is open, and shows this: see `shownSpan`. */
  readonly timeline?: string;
}

export const readIssueSearch = ({ former, timeline, ...search }: Record<string, unknown>): IssueSearch => ({
  ...(typeof former === "string" && { former }),
  ...(typeof timeline === "string" && { timeline }),
  ...readEnvironment(search),
});
