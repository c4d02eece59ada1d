/** Shorter parts of an address are words, not secrets. */
const PART_CHARS_MIN = 6;

/** An address that lets whoever knows it in, and what of it is repeated alone: `Cannot POST /services/…`. */
export function secretParts(address: string | undefined): string[] {
  if (address === undefined) return [];
  const { pathname, search } = new URL(address);
  const parts = `${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= PART_CHARS_MIN);
  return [address, `${pathname}${search}`, pathname, ...parts].filter((part) => part.length > 1);
}
