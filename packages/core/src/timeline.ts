export type Unit = "minute" | "hour" | "day";

/** How many events a bucket holds, in all and by the region that accepted them. `at`: its start, milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly count: number;
  readonly regions: Readonly<Record<string, number>>;
}
