/** Where a value of a key is kept, and how many of its kind an issue keeps. */
export interface FacetKind {
  /** Values of one kind are left out together; the name tells a query whether that is of concern to it. */
  readonly name: string;
  /** The row beside the issue's: what seldom changes lies apart from what often does. */
  readonly row: (typeof FACET_ROWS)[number];
  readonly keptMax: number;
}

/** Attributes; tags and users; words of texts, and names in stacks. */
export const FACET_ROWS = ["a", "t", "w"] as const;

const TEXTS: ReadonlySet<string> = new Set(["title", "message", "culprit", "frames"]);
const NAMES: ReadonlySet<string> = new Set(["file", "function"]);

const ATTRIBUTE: FacetKind = { name: "values", row: "a", keptMax: 100 };
const USER: FacetKind = { name: "values", row: "t", keptMax: 100 };
const TAG: FacetKind = { name: "values", row: "t", keptMax: 60 };
const NAME: FacetKind = { name: "values", row: "w", keptMax: 200 };
const WORD: FacetKind = { name: "words", row: "w", keptMax: 300 };
const PAIR: FacetKind = { name: "pairs", row: "w", keptMax: 300 };
/** Numbers and ids are many, and must not take the room of what names things. */
const NUMBER: FacetKind = { name: "numbers", row: "w", keptMax: 60 };
const NUMBER_PAIR: FacetKind = { name: "numbers", row: "w", keptMax: 120 };

/** Tags with one of more names than these are left out as a whole. */
export const TAG_NAMES_MAX = 30;

/** What a value of a key counts as. */
export function facetKind(key: string, value: string): FacetKind {
  if (TEXTS.has(key)) return textKind(value);
  if (NAMES.has(key)) return NAME;
  if (key.startsWith("tag.")) return TAG;
  return key === "user" ? USER : ATTRIBUTE;
}

function textKind(value: string): FacetKind {
  const isPair = value.includes(" ");
  if (/\d/.test(value)) return isPair ? NUMBER_PAIR : NUMBER;
  return isPair ? PAIR : WORD;
}

/** Numbers in a title or message differ from event to event; those in the names of code do not. */
export const isVarying = ([key, value]: readonly [string, string]): boolean =>
  (key === "title" || key === "message") && /\d/.test(value);

/** What is found by its words, and not by itself. */
export const isName = (key: string): boolean => NAMES.has(key);

/** What is noted when values of a kind are left out: `message numbers`. */
export const capOf = (key: string, { name }: FacetKind): string => `${key} ${name}`;

/** A title is of the message: what is noted when values of that are left out stands for the title, too; undefined for others. */
export const capOfBoth = (cap: string): string | undefined =>
  cap.startsWith("title ") ? cap.replace("title", "message") : undefined;

/** The same when tags are. */
export const TAGS_CAP = "tag names";
