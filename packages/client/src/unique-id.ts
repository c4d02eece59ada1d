const BYTES = 16;

/** A UUID that sorts by time (version 7, RFC 9562). */
export function uniqueId(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12);
  const hex = time + [...bytes.subarray(6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) % 4)).toString(16);
  const all = `${hex.slice(0, 12)}7${hex.slice(13, 16)}${variant}${hex.slice(17)}`;
  return all.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
