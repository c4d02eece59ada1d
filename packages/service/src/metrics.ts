/** Every metric we emit, by the name alarms and dashboards know it by. */
export const METRICS = {
  eventsAccepted: "EventsAccepted",
  eventsDuplicate: "EventsDuplicate",
  reportsRejected: "ReportsRejected",
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
  replicationLagMilliseconds: "ReplicationLagMilliseconds",
} as const;

export type Metric = (typeof METRICS)[keyof typeof METRICS];
