/** Every metric we emit, by the name alarms and dashboards know it by. */
export const METRICS = {
  eventsAccepted: "EventsAccepted",
  eventsDuplicate: "EventsDuplicate",
  reportsRejected: "ReportsRejected",
  /** Taken with a 2xx and not kept, as it is no error: sessions, spans, log lines. */
  reportsDropped: "ReportsDropped",
  requestsRefused: "RequestsRefused",
  requestsFailed: "RequestsFailed",
  ingestMilliseconds: "IngestMilliseconds",
  packBytes: "PackBytes",
  packsSpilled: "PacksSpilled",
  changesReduced: "ChangesReduced",
  changesFailed: "ChangesFailed",
  reducerLagMilliseconds: "ReducerLagMilliseconds",
  deliveriesSent: "DeliveriesSent",
  deliveriesFailed: "DeliveriesFailed",
  outboxDepth: "OutboxDepth",
  /** How long the oldest notification has been due. */
  outboxMilliseconds: "OutboxMilliseconds",
  replicationLagMilliseconds: "ReplicationLagMilliseconds",
  /** 1 when the other region did not answer when asked, else 0. */
  peerUnreachable: "PeerUnreachable",
  /** Synthetic checks that were not seen everywhere; of each that was, how long that took. */
  syntheticChecksMissed: "CanariesMissed",
  syntheticCheckMilliseconds: "CanaryMilliseconds",
  /** Own faults that were reported, and that were counted only. */
  selfEventsSent: "SelfEventsSent",
  selfEventsDropped: "SelfmonDropped",
} as const;

export type Metric = (typeof METRICS)[keyof typeof METRICS];
