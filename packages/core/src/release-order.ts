import type { SemVer } from "semver";
import compare from "semver/functions/compare.js";
import parse from "semver/functions/parse.js";
import * as z from "zod";
import { remembering } from "./remembering.js";

/**
 * In which release an issue is resolved: in this one, or with `after` in whatever comes after it. `began` is when this one
 * began, as far as that was known: it has to outlive what tells it.
 */
export const ResolvedIn = z.object({
  release: z.string(),
  after: z.literal(true).optional(),
  began: z.number().optional(),
});
export type ResolvedIn = z.infer<typeof ResolvedIn>;

/** When a release was first deployed, announced or seen, in milliseconds since 1970; undefined when it never was. */
export type Began = (release: string) => number | undefined;

/**
 * True when an event of this release undoes a resolution in `resolved`, should its time do so, too. An event without a
 * release may come from any, so its time alone decides; one of a release whose place is not known yet waits for that. A version
 * that nobody told of by that name alone, or with a package, stands for the same version of any.
 */
export function reopensIn(resolved: ResolvedIn, release: string | undefined, began: Began): boolean {
  if (release === undefined || release === "") return true;
  const isHeardOf = began(resolved.release) !== undefined || resolved.began !== undefined;
  const bare = isHeardOf ? undefined : compareBare(release, resolved.release);
  if (bare !== undefined) return resolved.after ? bare > 0 : bare >= 0;
  const isPlaced = release === resolved.release || areVersions(release, resolved.release);
  if (!isPlaced && began(release) === undefined) return false;
  const order = compareReleases(release, resolved.release, (one) =>
    one === resolved.release ? earliest(began(one), resolved.began) : began(one),
  );
  return resolved.after ? order > 0 : order >= 0;
}

/**
 * Below zero when the first release is the older one. By their versions where both are semantic versions of one package,
 * else by when they began; one of which nothing was heard yet comes after all that began.
 */
export function compareReleases(a: string, b: string, began: Began): number {
  if (a === b) return 0;
  const order = compareVersions(a, b);
  if (order !== undefined) return order;
  const [first, second] = [began(a) ?? NOT_YET, began(b) ?? NOT_YET];
  return first === second ? (a < b ? -1 : 1) : first - second;
}

/** True when their versions alone tell which one is older. */
export const areVersions = (a: string, b: string): boolean => compareVersions(a, b) !== undefined;

const NOT_YET = Number.MAX_SAFE_INTEGER;

/** The newest of these: the one that began last, or of its package the highest version. Undefined when there is none. */
export function newestRelease(releases: readonly string[], began: Began): string | undefined {
  const [first, ...others] = releases;
  if (first === undefined) return undefined;
  const last = others.reduce((newest, one) => (isLater(one, newest, began) ? one : newest), first);
  return others.reduce((newest, one) => ((compareVersions(one, newest) ?? 0) > 0 ? one : newest), last);
}

const isLater = (a: string, b: string, began: Began): boolean => {
  const [first, second] = [began(a) ?? -1, began(b) ?? -1];
  return first === second ? a > b : first > second;
};

/** Of a version alone and one with its package, as people write `1.4.0` for `shop@1.4.0`. */
function compareBare(a: string, b: string): number | undefined {
  const [first, second] = [versionIn(a, a), versionIn(b, b)];
  const isOneBare = first && second && (first.package === "") !== (second.package === "");
  return isOneBare ? compare(first.version, second.version) : undefined;
}

function compareVersions(a: string, b: string): number | undefined {
  const [first, second] = [versionIn(a, a), versionIn(b, b)];
  if (!first || !second || first.package !== second.package) return undefined;
  return compare(first.version, second.version);
}

/**
 * `shop@1.2.0+7`, as Sentry's SDKs name releases, or `1.2.0` or `v1.2.0` alone; null for what is none. Remembered, as the releases of
 * a list's issues are the same few.
 */
const versionIn = remembering((release: string): { package: string; version: SemVer } | null => {
  const at = release.lastIndexOf("@");
  const version = parse(release.slice(at + 1));
  return version && { package: release.slice(0, Math.max(0, at)), version };
});

const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
