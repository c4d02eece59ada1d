const YEAR_1990 = Date.UTC(1990, 0);
const YEAR_2200 = Date.UTC(2200, 0);
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/;

/** RFC 3339 in milliseconds since 1970: any offset, any fraction; without an offset it is UTC. Undefined for anything else, as a day that is none. */
export function parseTime(text: string): number | undefined {
  const match = RFC_3339.exec(text.trim());
  if (!match || !isDay(text.trim())) return undefined;
  const zoned = match[3] ? text.trim() : `${text.trim()}Z`;
  return clientTime(Date.parse(zoned.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/, "$1:$2")));
}

/** Whether its month has the day a time begins with: of 2026-02-30 a date would be made, two days later. */
function isDay(time: string): boolean {
  const [year, month, day] = [time.slice(0, 4), time.slice(5, 7), time.slice(8, 10)].map(Number);
  return day !== undefined && (day <= 28 || day <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate());
}

export const formatTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A client's time when it can be one, whole milliseconds; undefined for what no clock shows, so that ours counts. */
export function clientTime(milliseconds: number): number | undefined {
  const isPlausible = milliseconds >= YEAR_1990 && milliseconds < YEAR_2200;
  return isPlausible ? Math.floor(milliseconds) : undefined;
}
