import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../test/stories/until.js";
import { at, type Finding, rounded } from "./finding.js";
import { loader } from "./loader.js";
import { memoryOf, processorSeconds } from "./process-use.js";
import { floorSubject, type Subject, serveSubject, twoRegionsSubject } from "./subjects.js";
import type { Load } from "./timed-load.js";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
/** What is loaded and compiled at the first turn of each loop is behind it by then. */
const IDLE_AFTER_SECONDS = 20;
const IDLE_SECONDS = 20;
const SETTLE_SECONDS = 600;

const SUBJECTS = { floor: floorSubject, serve: serveSubject, "two regions": twoRegionsSubject };

/** Events a POST, clients, and how many of a hundred requests ask for the list. */
const LOADS = [
  { events: 1, clients: 1, reads: 0 },
  { events: 1, clients: 16, reads: 0 },
  { events: 1, clients: 16, reads: 10 },
  { events: 1, clients: 16, reads: 20 },
  { events: 10, clients: 16, reads: 0 },
  { events: 50, clients: 16, reads: 0 },
] as const;
type Asked = (typeof LOADS)[number];

type Row = Finding["rows"][number];
type Figures = Record<string, number>;

/** Events a second until they are shown, how long a POST takes, and what it takes of memory and disk. */
export async function throughput(): Promise<Finding> {
  const rows: Row[] = [];
  const figures: Figures = {};
  const idle: string[] = [];
  for (const [name, begin] of Object.entries(SUBJECTS)) {
    const subject = await begin();
    try {
      if (subject.shown) idle.push(await idleLine(name, subject, figures));
      for (const asked of LOADS)
        if (subject.page || asked.reads === 0) rows.push(await measured(name, subject, asked, figures));
    } finally {
      await subject.stop();
    }
  }
  return { title: "Throughput of this machine", rows, figures, notes: [...idle, ...NOTES] };
}

const NOTES = [
  `Sentry envelopes over loopback for ${SECONDS} s, events of 20 frames without source lines (4 KB) in 200 issues; whoever posts and asks`,
  "shares the machine's cores. Shown: until every region shows the last of them. MB: the processes of the regions at the end, in brackets",
  "without files that are mapped. Bytes: what the data folder grew by. Clients of 10 and 20 % reads ask for the list with sparklines in between.",
];

async function measured(name: string, subject: Subject, asked: Asked, figures: Figures): Promise<Row> {
  const before = { shown: (await subject.shown?.()) ?? 0, bytes: bytesOf(subject.folder) };
  const load = await loadOf(subject, asked);
  const memory = memoryOf(subject.pids);
  const start = performance.now();
  await until(
    "every region shows all",
    async () => !subject.shown || (await subject.shown()) >= before.shown + load.accepted || undefined,
    SETTLE_SECONDS,
  );
  const seconds = (load.milliseconds + performance.now() - start) / 1000;
  const key = `${name.replace(" ", "")}${asked.events}By${asked.clients}Reads${asked.reads}`;
  figures[`${key}PerSecond`] = Math.round(load.accepted / seconds);
  figures[`${key}MiddleMilliseconds`] = rounded(at(load.answers, 0.5));
  return {
    subject: name,
    "events a POST": asked.events,
    clients: asked.clients,
    "reads %": asked.reads,
    "accepted/s": Math.round((load.accepted / load.milliseconds) * 1000),
    "shown/s": Math.round(load.accepted / seconds),
    refused: load.refused,
    "p50 ms": rounded(at(load.answers, 0.5), 1),
    p99: rounded(at(load.answers, 0.99), 1),
    "p99.9": rounded(at(load.answers, 0.999), 1),
    MB: subject.shown ? `${memory.resident} (${memory.own})` : "–",
    "bytes an event": Math.round((bytesOf(subject.folder) - before.bytes) / load.accepted),
  };
}

/** By a process of its own for each, so that none inherits what another one left behind. */
async function loadOf({ url, page }: Subject, { events, clients, reads }: Asked): Promise<Load> {
  const sender = loader();
  try {
    const asked = { url, events, clients, seconds: SECONDS };
    return await sender.postFor({ ...asked, reads: page && { ...page, percent: reads } });
  } finally {
    sender.stop();
  }
}

async function idleLine(name: string, { pids }: Subject, figures: Figures): Promise<string> {
  await pause(IDLE_AFTER_SECONDS * 1000);
  const before = processorSeconds(pids);
  await pause(IDLE_SECONDS * 1000);
  const percent = ((processorSeconds(pids) - before) / IDLE_SECONDS) * 100;
  const { resident, own } = memoryOf(pids);
  const key = name.replace(" ", "");
  Object.assign(figures, { [`${key}IdlePercent`]: rounded(percent, 1), [`${key}IdleMegabytes`]: resident });
  return `${name}, new and idle: ${resident} MB (${own}), ${rounded(percent, 1)} % of a core.`;
}

/** What the files of a folder take on the disk. */
const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (found?.isFile() ? found.blocks * 512 : 0);
  }, 0);
