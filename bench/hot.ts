import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@faultline/local/region/system-clock";
import { openStore } from "@faultline/local/storage/lmdb-store";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import type { Ports } from "@faultline/service/ports";
import { reduce } from "@faultline/service/projection/reduce";
import { ensureProject } from "@faultline/service/projects/projects";
import { memoryRegion } from "@faultline/testing/memory-world";
import { type Finding, rounded } from "./finding.js";

// Does an issue that has many events already cost more by the event? One issue each, of events that say when they
// happened and of some that do not, grown in turn; measured is the processor time of folding them, in ten parts.

const EVENTS = 200_000;
const PARTS = 10;
const EVENTS_A_PACK = 50;
const PACKS_A_FLUSH = 10;
const REGION = "us-east-1";

interface Subject {
  readonly name: string;
  readonly milliseconds: number[];
  grow(events: number): Promise<number>;
  close(): Promise<unknown>;
}

/** What folding an event costs, in each tenth of an issue's life. */
export async function hot(): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-hot-"));
  const subjects = [await subject(folder, "own times"), await subject(folder, "no times")];
  const each = EVENTS / PARTS;
  for (const one of subjects) await one.grow(each / 2);
  for (let part = 0; part < PARTS; part++)
    for (const one of part % 2 === 0 ? subjects : subjects.toReversed())
      one.milliseconds.push((await one.grow(each)) / each);
  await Promise.all(subjects.map((one) => one.close()));
  rmSync(folder, { recursive: true });
  const ratioOf = ({ milliseconds }: Subject): number =>
    rounded((milliseconds[0] ?? Number.NaN) / (milliseconds.at(-1) ?? Number.NaN));
  return {
    title: "Folding the events of one issue, milliseconds of processor time an event",
    rows: Array.from({ length: PARTS }, (_, part) => ({
      "events of the issue": (part + 1) * each + each / 2,
      ...Object.fromEntries(
        subjects.map((one) => [one.name, rounded(one.milliseconds[part] ?? Number.NaN, 3)]),
      ),
    })),
    notes: [
      `Packs of ${EVENTS_A_PACK}, ${PACKS_A_FLUSH} a flush, over the store of the local world, both issues in turn; taking them in is not counted.`,
      `Rate of the last tenth by that of the first: ${subjects.map((one) => `${one.name} ${ratioOf(one)}`).join(", ")}.`,
    ],
    figures: Object.fromEntries(
      subjects.map((one) => [one.name === "own times" ? "ownTimesRate" : "noTimesRate", ratioOf(one)]),
    ),
  };
}

async function subject(folder: string, name: "own times" | "no times"): Promise<Subject> {
  const store = openStore({ path: join(folder, name.replace(" ", "-")), region: REGION, clock: systemClock });
  const { ports: memory } = memoryRegion({ region: REGION, clock: systemClock, seed: 1 });
  // Filling is no request: however busy the machine is, each write is waited for.
  const clock: Ports["clock"] = { ...systemClock, within: (_, work) => work };
  const ports: Ports = { ...memory, clock, log: store.log.table, view: store.view };
  const project = await ensureProject(ports, "shop");
  const { feed } = store.log;
  const fold = async (): Promise<number> => {
    const records = feed.read(feed.cursor("reduce"), 100_000);
    const before = process.cpuUsage();
    const { failed } = await reduce(ports, records);
    const { user, system } = process.cpuUsage(before);
    if (failed[0]) throw failed[0].error;
    await feed.advance("reduce", records.at(-1)?.seq ?? 0);
    return (user + system) / 1000;
  };
  return {
    name,
    milliseconds: [],
    close: () => store.close(),
    async grow(events) {
      let milliseconds = 0;
      for (let done = 0; done < events; ) {
        const packs: Promise<unknown>[] = [];
        for (; packs.length < PACKS_A_FLUSH && done < events; done += EVENTS_A_PACK) {
          const reports = Array.from({ length: Math.min(EVENTS_A_PACK, events - done) }, () => ({
            level: "error" as const,
            type: "Hot",
            message: "it broke again",
            timestamp: name === "own times" ? systemClock.now() : undefined,
            exceptions: [],
          }));
          packs.push(ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } }));
        }
        await Promise.all(packs);
        milliseconds += await fold();
      }
      return milliseconds;
    },
  };
}
