import * as z from "zod";
import { type Item, OWN_ROW, type Ports, type Region } from "../ports.js";
import { collect, queryAll } from "../table/query-all.js";

// What a region knows of itself and of the other one, in the log: each region shows both, and shows the last words of
// one that is gone. Few rows, all read with one query. Times in milliseconds since 1970.

/** How a notification destination does, when it does not do well. */
export const Trouble = z.object({
  project: z.string(),
  /** As it may be shown: masked. */
  destination: z.string(),
  state: z.enum(["failing", "open", "dead"]),
  openUntil: z.number().optional(),
});
export type Trouble = z.infer<typeof Trouble>;

/** A region about itself. */
export const RegionRow = z.object({
  kind: z.literal("region"),
  region: z.string(),
  at: z.number(),
  healthy: z.boolean(),
  home: z.boolean(),
  outboxDepth: z.number().optional(),
  destinations: z.array(Trouble),
});
export type RegionRow = z.infer<typeof RegionRow>;

/** How far behind a region's reducer and its outgoing replication are. `at`: when its figures were last read. */
export const LagRow = z.object({
  kind: z.literal("lag"),
  region: z.string(),
  at: z.number(),
  replication: z.number().optional(),
  reducer: z.number().optional(),
});
export type LagRow = z.infer<typeof LagRow>;

/** What one region saw when it looked whether regions are healthy. */
export const ChecksRow = z.object({
  kind: z.literal("checks"),
  by: z.string(),
  checks: z.array(z.object({ region: z.string(), healthy: z.boolean(), at: z.number() })),
});
export type ChecksRow = z.infer<typeof ChecksRow>;

export const AlarmState = z.enum(["ok", "alarm", "insufficient_data"]);
export type AlarmState = z.infer<typeof AlarmState>;

/** Where an alarm stands. `region` is the one it is about. */
export const AlarmRow = z.object({
  kind: z.literal("alarm"),
  name: z.string(),
  region: z.string(),
  state: AlarmState,
  since: z.number(),
  reason: z.string(),
  issue: z.string().optional(),
});
export type AlarmRow = z.infer<typeof AlarmRow>;

/** Which region led last, since when, and who before: written by whoever becomes it. */
export const LeaderRow = z.object({
  kind: z.literal("home"),
  region: z.string(),
  at: z.number(),
  from: z.string().optional(),
});
export type LeaderRow = z.infer<typeof LeaderRow>;

/** How far a region's view is while the log is folded over it: rows of the log so far, since when, and whether all of it is. */
const ViewRow = z.object({
  kind: z.literal("view"),
  region: z.string(),
  at: z.number(),
  begunAt: z.number(),
  items: z.number(),
  isWhole: z.boolean(),
});
export type ViewRow = z.infer<typeof ViewRow>;

/** When somebody last looked at figures: until then they are read now and then alone. */
const ViewerRow = z.object({ kind: z.literal("look"), at: z.number() });

export const WatchRow = z.discriminatedUnion("kind", [
  RegionRow,
  LagRow,
  ChecksRow,
  AlarmRow,
  LeaderRow,
  ViewRow,
  ViewerRow,
]);
export type WatchRow = z.infer<typeof WatchRow>;

const PARTITION = "C#w";

const placeOf = (row: WatchRow): string => {
  switch (row.kind) {
    case "region":
    case "lag":
    case "view":
      return `${row.kind}#${row.region}`;
    case "checks":
      return `checks#${row.by}`;
    case "alarm":
      return alarmPlace(row);
    case "home":
    case "look":
      return row.kind;
  }
};

const alarmPlace = ({ region, name }: { region: Region; name: string }): string => `alarm#${region}#${name}`;

const itemOf = (row: WatchRow): Item => ({ ...row, pk: PARTITION, sk: placeOf(row) });

/** Replaces the row of its kind and region. */
export async function writeRow({ log }: Pick<Ports, "log">, row: WatchRow): Promise<void> {
  await log.put(itemOf(row), OWN_ROW);
}

/** Every row there is; one that an older version wrote in another form is left out. */
export async function readRows({ log }: Pick<Ports, "log">): Promise<readonly WatchRow[]> {
  const items = await collect(queryAll(log, { pk: PARTITION }));
  return items.flatMap((item) => WatchRow.safeParse(item).data ?? []);
}

export async function readAlarm(
  { log }: Pick<Ports, "log">,
  of: { region: Region; name: string },
): Promise<AlarmRow | undefined> {
  const item = await log.get({ pk: PARTITION, sk: alarmPlace(of) });
  return item && AlarmRow.safeParse(item).data;
}

export async function readLeader({ log }: Pick<Ports, "log">): Promise<LeaderRow | undefined> {
  const item = await log.get({ pk: PARTITION, sk: "home" });
  return item && LeaderRow.safeParse(item).data;
}
