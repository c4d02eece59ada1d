/** One region as this region sees it. Times in milliseconds since 1970, lags in milliseconds. */
export interface RegionStatus {
  readonly region: string;
  readonly healthy: boolean;
  /** Age of the oldest own write the other region has not confirmed; undefined when this region cannot know. */
  readonly replicationLag?: number | undefined;
  /** Age of the oldest change the view has not taken in; undefined when this region cannot know. */
  readonly reducerLag?: number | undefined;
}

/** What a world tells about itself: implemented by the local and the AWS world. */
export interface Statuses {
  /** Can this region take an event right now? Cheap: it is asked every second. */
  healthy(): Promise<boolean>;
  /** Could the other region take one? Asked only when this one cannot; without another region, no. */
  peerHealthy(): Promise<boolean>;
  regions(): Promise<readonly RegionStatus[]>;
}
