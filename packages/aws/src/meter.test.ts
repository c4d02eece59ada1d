import { METRICS } from "@faultline/service/metrics";
import { expect, test } from "vitest";
import { type LineMeter, lineMeter } from "./meter.js";
import { UNITS } from "./metrics.js";

const clock = { now: () => 1_000_000 };

/** What `use` leaves in the log of a function. */
function metered(use: (meter: LineMeter) => void): unknown[] {
  const lines: string[] = [];
  const meter = lineMeter("us-east-1", clock, (line) => lines.push(line));
  meter.flush();
  use(meter);
  meter.flush();
  meter.flush();
  return lines.map((line) => JSON.parse(line));
}

test("metrics leave as one line that CloudWatch reads, and a quiet invocation prints none", () => {
  const lines = metered((meter) => {
    meter.count(METRICS.eventsAccepted, 2);
    meter.count(METRICS.eventsAccepted, 3);
    meter.count(METRICS.eventsDuplicate, 0);
    meter.measure(METRICS.syntheticCheckMilliseconds, 711);
  });
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: 1_000_000,
        CloudWatchMetrics: [
          {
            Namespace: "Faultline",
            Dimensions: [["Region"]],
            Metrics: [
              { Name: "EventsAccepted", Unit: "Count" },
              { Name: "CanaryMilliseconds", Unit: "Milliseconds" },
            ],
          },
        ],
      },
      Region: "us-east-1",
      EventsAccepted: [2, 3],
      CanaryMilliseconds: [711],
    },
  ]);
  expect(Object.keys(UNITS).sort()).toEqual(Object.values(METRICS).sort());
});

test("a metric is paid for only when something happened, and an alarm or a page looks at it", () => {
  const idle = metered((meter) => {
    meter.measure(METRICS.peerUnreachable, 0);
    meter.measure(METRICS.outboxMilliseconds, 0);
    meter.measure(METRICS.packBytes, 711);
  });
  expect(idle).toEqual([
    { Region: "us-east-1", PeerUnreachable: [0], OutboxMilliseconds: [0], PackBytes: [711] },
  ]);
  const busy = metered((meter) => {
    meter.measure(METRICS.peerUnreachable, 1);
    meter.measure(METRICS.packBytes, 711);
  });
  expect(busy).toMatchObject([
    { _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "PeerUnreachable" }] }] }, PackBytes: [711] },
  ]);
});
