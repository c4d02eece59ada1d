/** What a world tells about itself: implemented by the local and the AWS world. */
export interface Statuses {
  /** Can this region take an event right now? Cheap: it is asked every second. */
  healthy(): Promise<boolean>;
  /** Could the other region take one? Asked only when this one cannot; without another region, no. */
  peerHealthy(): Promise<boolean>;
  /** A region that has not beaten for so long is shown as away, in milliseconds. */
  readonly staleMilliseconds: number;
}
