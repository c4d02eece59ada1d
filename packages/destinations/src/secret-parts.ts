/** Shorter parts of an address are words, not secrets. */
const PART_CHARS_MIN = 6;

/** An address that lets whoever knows it in, and what of it is repeated alone: `Cannot POST /services/…`. */
export function secretParts(address: string | undefined): string[] {
  if (address === undefined) return [];
  const { pathname, search } = new URL(address);
  const parts = `${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= PART_CHARS_MIN);
  return [address, `${pathname}${search}`, pathname, ...parts].filter((part) => part.length > 1);
}

/** A secret of so many characters stays one when its last four are known. */
const HINTED_CHARS_MIN = 20;
const HINT_CHARS = 4;

/** The end of what is secret in an address, by which those who know it tell it from others; nothing of a short one. */
export function secretHint(address: string | undefined): string {
  if (address === undefined) return "";
  const { pathname, search } = new URL(address);
  const last = `${pathname}${search}`.split(/[/?&=]/).findLast((part) => part !== "") ?? "";
  return last.length < HINTED_CHARS_MIN ? "" : `…${last.slice(-HINT_CHARS)}`;
}
