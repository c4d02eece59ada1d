/** What people call an issue by, as in `SHOP-7K2D`: its project's name, and the beginning of its id. */
interface ShortId {
  readonly project: string;
  /** In lower case. */
  readonly suffix: string;
}

/** So many characters of an issue's id tell it from the others of its project, unless two begin alike. */
export const SUFFIX_CHARS_MIN = 4;
const NAME_CHARS_MAX = 20;
const ID_PREFIX = "iss_";

/** What an issue's id is told apart by; undefined of what is no such id. */
export const suffixOf = (issue: string): string | undefined =>
  issue.startsWith(ID_PREFIX) ? issue.slice(ID_PREFIX.length) : undefined;

export const issueOfSuffix = (suffix: string): string => ID_PREFIX + suffix;

/** A project's name as short ids have it: capitals and digits, whatever parts them as a hyphen. */
export function shortName(project: string): string {
  const name = project
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "-")
    .slice(0, NAME_CHARS_MAX)
    .replace(/^-|-$/g, "");
  return name || "P";
}

export const shortIdText = (project: string, suffix: string): string =>
  `${shortName(project)}-${suffix.toUpperCase()}`;

/** A name and what follows its last hyphen, in the alphabet of our ids. */
const SHORT_ID = /^([a-z0-9][a-z0-9-]{0,29})-([0-9a-z]{4,26})$/i;

/** What a text says as a short id; undefined when it is none. As in Crockford's base 32, O is read as 0, I and L as 1. */
export function readShortId(text: string): ShortId | undefined {
  const [, project, suffix] = SHORT_ID.exec(text) ?? [];
  if (project === undefined || suffix === undefined || /u/i.test(suffix)) return undefined;
  const plain = suffix.toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1");
  return { project: project.toUpperCase(), suffix: plain };
}

const MESSAGE_CHARS_MAX = 10_000;
const FIXES =
  /\b(?:fix(?:es|ed)?|resolve[sd]?|close[sd]?)\b:?[ \t]{1,8}((?:#?[a-z0-9][a-z0-9-]{0,29}-[0-9a-z]{4,26}\b(?:[ \t]{0,8}(?:,|and|&)[ \t]{0,8})?){1,20})/gi;

/** The short ids that a commit's message says it fixes: `Fixes SHOP-7K2D, SHOP-9QX0`. */
export function fixedBy(message: string): readonly string[] {
  const told = [...message.slice(0, MESSAGE_CHARS_MAX).matchAll(FIXES)].flatMap(([, ids = ""]) =>
    ids.split(/[\s,&#]+|\band\b/i),
  );
  return [...new Set(told.filter((one) => readShortId(one)).map((one) => one.toUpperCase()))];
}
