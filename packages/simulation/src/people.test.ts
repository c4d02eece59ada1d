import type { Report } from "@faultline/core/report";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { LAST_WRITE_WINS, type Ports, type Written } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects/projects";
import { wrapLog } from "@faultline/service/table/wrap-table";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { Calendar } from "./calendar.js";
import { Dice } from "./faults.js";
import { People } from "./people.js";
import { PROJECT } from "./stage.js";

const START = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

const clock = virtualClock(START);
let region: ReturnType<typeof memoryRegion>;
let failures: string[];
beforeEach(() => {
  clock.set(START);
  region = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  failures = [];
});

async function happened(eventId: string, timestamp: number): Promise<void> {
  const project = await ensureProject(region.ports, PROJECT);
  const report: Report = {
    eventId,
    timestamp,
    level: "error",
    type: "T0",
    message: "broke",
    exceptions: [],
    release: "r0",
  } as const;
  await ingest(forRequest(region.ports), { project, parsed: { reports: [report], rejected: [] } });
  await region.settle();
}

/** Throws of the dice by which somebody resolves the issue, and resolves it in the first release. */
const RESOLVED = 0.4;
const IN_RELEASE = 0.2;

/** Somebody resolves the only issue, in a region with these ports. */
async function resolve(ports: Ports, throwing = RESOLVED): Promise<void> {
  const people: People = new People(
    {
      dice: new Dice(() => throwing, new Set(["merging"])),
      regions: [],
      get people() {
        return people;
      },
      now: START,
      isCalm: false,
      calendar: new Calendar(new Dice(() => 0.1, new Set(["longWorld"]))),
      isForgettable: () => false,
      deletions: [],
      reaches: () => true,
      note: () => undefined,
      fail: (invariant) => failures.push(invariant),
    },
    { seed: 0 },
  );
  await people.decide({ name: ports.region, ports });
}

/** Ports with whose writes of a decision something happens before its writer goes on. */
const withDecisions = (ports: Ports, put: (write: () => Promise<Written>) => Promise<Written>): Ports => {
  const { log } = ports;
  const isDecision = (pk: string): boolean => pk.startsWith("C#s#");
  return {
    ...ports,
    log: {
      ...wrapLog(log, (call) => call()),
      put: (item, condition) => {
        const write = () => log.put(item, condition);
        return isDecision(item.pk) ? put(write) : write();
      },
    },
  };
};

test("an event of the past that is received while somebody decides may reopen the issue", async () => {
  await happened("e1", START - HOUR);
  const ports = withDecisions(region.ports, async (write) => {
    const written = await write();
    clock.set(START + 1000);
    await happened("e2", START - 2 * HOUR);
    return written;
  });
  await resolve(ports);
  expect(failures).toEqual([]);
});

test("a copy that was received after the decision may reopen the issue before the view takes it in", async () => {
  await happened("e1", START - HOUR);
  clock.set(START + 30_000);
  const { items } = await region.ports.log.scan();
  const [pack] = items.filter(({ pk }) => pk.startsWith("K#"));
  // The other region's clock is fast, and its copy of the request takes this one's place.
  await region.ports.log.put({ pk: "", sk: "", ...pack, rt: START + 60_000 }, LAST_WRITE_WINS);
  await resolve(region.ports, IN_RELEASE);
  expect(failures).toEqual([]);
});

test("a decision that its maker does not see breaks a promise", async () => {
  await happened("e1", START - HOUR);
  await resolve(withDecisions(region.ports, async () => "written"));
  expect(failures).toEqual(["I6 decision"]);
});
