import { toAttributes } from "@faultline/aws/attributes";
import { type StreamEvent, streamReducer } from "@faultline/aws/stream-reducer";
import type { Report } from "@faultline/core/report";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { type Ports, Unavailable } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects/projects";
import { listIssues } from "@faultline/service/query/list-issues";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";

const REPORT: Report = { level: "error", type: "TypeError", message: "it broke", exceptions: [] };

/** A region, and the stream's event of one error that it took in. `broken`: the table that fails. */
async function world(broken?: "view") {
  const memory = memoryRegion({ region: "us-east-1", clock: virtualClock(1_000_000), seed: 1 });
  const project = await ensureProject(memory.ports, "shop");
  await ingest(forRequest(memory.ports), { project, parsed: { reports: [REPORT], rejected: [] } });
  const records = memory.log.feed.read(0, Number.POSITIVE_INFINITY);
  const event: StreamEvent = {
    Records: records.map(({ new: item }, place) => ({
      eventName: "INSERT",
      dynamodb: { SequenceNumber: String(place + 1), NewImage: item && toAttributes(item) },
    })),
  };
  const faults: string[] = [];
  const fail = () => Promise.reject(new Unavailable("no"));
  const view = new Proxy(memory.ports.view, {
    get: (table, name: keyof Ports["view"]) => (broken === "view" ? fail : table[name]),
  });
  const ports = { ...memory.ports, view, ownFault: (_: unknown, where: string) => void faults.push(where) };
  const page = { project: "shop", status: "all", sort: "lastSeen", limit: 5 } as const;
  return {
    answer: await streamReducer(ports)(event),
    faults,
    issues: (await listIssues(memory.ports, page)).issues,
  };
}

test("what the stream hands over is folded, and nothing has to come again", async () => {
  const { answer, issues, faults } = await world();
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(issues).toMatchObject([{ message: "it broke", count: 1 }]);
  expect(faults).toEqual([]);
});

test("while the view cannot be written, the batch comes again from its first record", async () => {
  const { answer, issues } = await world("view");
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  expect(issues).toEqual([]);
});
