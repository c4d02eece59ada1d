/** What people are told to do about one alarm. */
export interface Section {
  readonly title: string;
  readonly means: string;
  readonly look: readonly string[];
  readonly act: readonly string[];
  /** The group that speaks for it: then it makes no issue of its own. */
  readonly within?: string;
}
