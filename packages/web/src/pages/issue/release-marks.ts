import type { Release } from "../../api/occurrences.js";

/** A time that is marked: a deploy, or a release that began, by its name. Times in seconds, as the chart counts. */
export interface Mark {
  readonly at: number;
  readonly label: string;
  readonly release: string;
}

const MARKS_MAX = 30;

interface Marking {
  readonly from: number;
  readonly to: number;
  /** Releases that the issue was seen in; none for a whole project. */
  readonly own: readonly (string | undefined)[];
  /** Whose events are shown; empty for all. */
  readonly environment: string;
}

/**
 * The deploys in a span, and of releases that nobody told a deploy of when they began, earliest first, the latest ones when there
 * are many: those of the issue's own application where its releases name one, and of the environment that is shown.
 */
export function releaseMarks(
  releases: readonly Release[],
  { from, to, own, environment }: Marking,
): readonly Mark[] {
  const known = own.filter((release) => release !== undefined).map(applicationOf);
  const isOwn = ({ release }: Release): boolean =>
    known.length === 0 || known.includes(applicationOf(release));
  return releases
    .filter(isOwn)
    .flatMap((release) => marksOf(release, environment))
    .filter(({ at }) => at * 1000 >= from && at * 1000 <= to)
    .sort((a, b) => a.at - b.at)
    .slice(-MARKS_MAX);
}

function marksOf({ release, firstSeen, deploys }: Release, shown: string): readonly Mark[] {
  if (deploys.length === 0) return [{ at: Date.parse(firstSeen) / 1000, label: release, release }];
  return deploys
    .filter(({ environment }) => shown === "" || environment.toLowerCase() === shown.toLowerCase())
    .map(({ at, environment }) => ({
      at: Date.parse(at) / 1000,
      label: `${release} → ${environment}`,
      release,
    }));
}

/** `crm-web` of `crm-web@1.2.0`; empty for a release that is a version alone. */
const applicationOf = (release: string): string => release.slice(0, Math.max(0, release.lastIndexOf("@")));

/** A name's row, from the chart upwards, and where it begins; undefined where all rows are taken. */
interface LabelPlace {
  readonly row: number;
  readonly left: number;
}

interface Room {
  readonly right: number;
  readonly gap: number;
  readonly rows: number;
}

/** Places for names that begin at their lines, earliest first: none over another, none beyond the right edge. */
export function placeLabels(
  labels: readonly { readonly x: number; readonly width: number }[],
  { right, gap, rows }: Room,
): readonly (LabelPlace | undefined)[] {
  const free = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  return labels.map(({ x, width }) => {
    const left = Math.min(x, right - width);
    const row = free.findIndex((taken) => left >= taken);
    if (row < 0) return undefined;
    free[row] = left + width + gap;
    return { row, left };
  });
}
