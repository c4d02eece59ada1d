const YEAR_1990 = Date.UTC(1990, 0);
const YEAR_2200 = Date.UTC(2200, 0);
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/;

/** RFC 3339 in milliseconds since 1970: any offset, any fraction; without an offset it is UTC. Undefined for anything else, as a day that is none. */
export function parseTime(text: string): number | undefined {
  const time = text.trim();
  const match = RFC_3339.exec(time);
  if (!match) return undefined;
  // Of 2026-02-30 a date would be made, two days later.
  if (new Date(time.slice(0, 10)).getUTCDate() !== Number(time.slice(8, 10))) return undefined;
  const zoned = match[3] ? time : `${time}Z`;
  return clientTime(Date.parse(zoned.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, "$1:$2")));
}

export const formatTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A client's time when it can be one, whole milliseconds; undefined for what no clock shows, so that ours counts. */
export function clientTime(milliseconds: number): number | undefined {
  const isPlausible = milliseconds >= YEAR_1990 && milliseconds < YEAR_2200;
  return isPlausible ? Math.floor(milliseconds) : undefined;
}
