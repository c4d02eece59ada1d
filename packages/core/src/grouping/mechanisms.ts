import type { Grouping } from "../project.js";
import type { Report } from "../report.js";
import type { Explanation } from "./explanation.js";
import { v1 } from "./v1.js";
import { v2 } from "./v2.js";

/** One way of telling which events are one issue. Frozen once it was released: its values name stored issues. */
interface Mechanism {
  /** Stands before each of its values. */
  readonly name: string;
  /** When it was first released. */
  readonly since: string;
  /** The identity of the issue a report belongs to, and why. */
  explain(report: Report, grouping: Grouping): Explanation;
}

/** All that ever named an issue, the one in use first. */
const MECHANISMS: readonly [Mechanism, Mechanism, ...Mechanism[]] = [v2, v1];

const [current, former] = MECHANISMS;

/** The identity of the issue a report belongs to. See `explain` for how it comes about. */
export const fingerprint = (report: Report, grouping: Grouping): string => explain(report, grouping).value;

/** The identity of the issue a report belongs to, and why, by the mechanism in use. */
const explain = (report: Report, grouping: Grouping): Explanation => current.explain(report, grouping);

/**
 * The identity of the issue a report would belong to by the mechanism in use before; undefined where that is the same.
 * While issues of that mechanism live, events go on in them: see docs/decisions/0048-issues-outlive-their-mechanism.md.
 */
export function formerFingerprint(report: Report, grouping: Grouping, value: string): string | undefined {
  return value.startsWith(`${current.name}:`) ? former.explain(report, grouping).value : undefined;
}

/** The same by the mechanism of that name; undefined when there is none. */
export const explainBy = (name: string, report: Report, grouping: Grouping): Explanation | undefined =>
  MECHANISMS.find((mechanism) => mechanism.name === name)?.explain(report, grouping);
