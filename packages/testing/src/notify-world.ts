import type { Report } from "@faultline/core/report";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { listDeliveries } from "@faultline/service/notify/deliveries";
import { sendDigests } from "@faultline/service/notify/digests";
import { drainOutbox } from "@faultline/service/notify/drain";
import type { HttpRequestSpec, Ports, Sent } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects/projects";
import { listIssues } from "@faultline/service/query/list-issues";
import {
  type MemoryRegion,
  memoryRegion,
  replicate,
  type VirtualClock,
  virtualClock,
} from "./memory-world.js";

export const START = Date.UTC(2026, 10, 24, 12);
export const SLACK = { type: "slack", endpoint: "https://hooks.slack.com/services/T/B/canary" } as const;

/** Answers a request in place of a destination. */
type Answering = (request: HttpRequestSpec) => Sent | Promise<Sent>;

export const answered = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Sent => ({
  kind: "answered",
  answer: { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) },
});

/** Two regions in memory whose notifications end at `answer`, and what was asked of it. */
export function notifyWorld(answer: Answering = () => answered(200, "ok")) {
  const clock: VirtualClock = virtualClock(START);
  const asked: (HttpRequestSpec & { readonly region: string })[] = [];
  const leads = { "us-east-1": true, "us-west-2": false } as Record<string, boolean>;
  const mails: { subject: string; text: string }[] = [];
  const region = (name: string, seed: number): MemoryRegion =>
    memoryRegion({
      region: name,
      clock,
      seed,
      isLeader: async () => leads[name] ?? false,
      async send(request) {
        asked.push({ ...request, region: name });
        return answer(request);
      },
      async mail(mail) {
        mails.push(mail);
      },
    });
  const a = region("us-east-1", 1);
  const b = region("us-west-2", 2);
  async function settleOnce(all: readonly MemoryRegion[]) {
    if (all.length === 2) {
      await replicate(a, b);
      await replicate(b, a);
    }
    for (const one of all) await one.settle();
    for (const one of all) await drainOutbox(one.ports);
  }
  return {
    a,
    b,
    clock,
    asked,
    mails,
    leads,
    /** Takes reports in at a region. Gives back the answer's warnings. */
    async post(
      to: MemoryRegion,
      reports: readonly Report[],
      notifications: readonly unknown[] = [SLACK],
      more = {},
    ) {
      const project = await ensureProject(to.ports, "shop");
      return ingest(forRequest(to.ports), {
        project,
        parsed: { reports, rejected: [], notifications },
        ...more,
      });
    },
    /** Folds, replicates and tells, until nothing is left to do. */
    async settle(...regions: readonly MemoryRegion[]) {
      for (let round = 0; round < 3; round++) await settleOnce(regions.length > 0 ? regions : [a, b]);
    },
    digests: () => Promise.all([a, b].map(({ ports }) => sendDigests(ports))),
    async issue(ports: Ports = a.ports) {
      const { issues } = await listIssues(ports, {
        project: "shop",
        status: "all",
        sort: "lastSeen",
        limit: 10,
      });
      const [issue] = issues;
      if (!issue) throw new Error("there is no issue");
      return issue;
    },
    async deliveries(ports: Ports = a.ports) {
      const issue = (await this.issue(ports)).id;
      return (await listDeliveries(ports, { project: "shop", issue, limit: 500 })).deliveries;
    },
  };
}

export const broken = (eventId: string, more: Partial<Report> = {}): Report => ({
  eventId,
  level: "error",
  type: "TypeError",
  message: "total is not a function",
  exceptions: [
    {
      type: "TypeError",
      message: "total is not a function",
      frames: [{ file: "app/cart.js", line: 12, function: "checkout", inApp: true }],
    },
  ],
  ...more,
});
