import type { Region } from "../ports.js";
import type {
  AlarmRow,
  ChecksRow,
  LagRow,
  LeaderRow,
  RegionRow,
  Trouble,
  ViewRow,
  WatchRow,
} from "./rows.js";

/** One region as this one knows it. Times in milliseconds since 1970, lags in milliseconds. */
interface RegionStatus {
  readonly region: Region;
  readonly role: "primary" | "secondary";
  readonly healthy: boolean;
  /** True while it is the one that tells people. */
  readonly isLeader: boolean;
  readonly lastBeat?: number | undefined;
  readonly replicationLag?: number | undefined;
  readonly reducerLag?: number | undefined;
  readonly outboxDepth?: number | undefined;
  /** While its log is folded over its view: rows so far, since when, and when it last got further. */
  readonly rebuild?: Pick<ViewRow, "items" | "begunAt" | "at"> | undefined;
}

export interface Status {
  /** Undefined while nobody is known to tell people. */
  readonly leader: Region | undefined;
  readonly regions: readonly RegionStatus[];
  readonly destinations: readonly Trouble[];
  readonly lastFailover: { readonly at: number; readonly from: Region; readonly to: Region } | undefined;
  readonly alarms: readonly AlarmRow[];
  readonly healthChecks: ChecksRow["checks"];
}

export interface Known {
  /** This region, and whether it can take an event now. */
  readonly own: Region;
  readonly healthy: boolean;
  /** The primary first. */
  readonly regions: readonly Region[];
  readonly now: number;
  /** A region that has not said anything for so long is not taken for alive. */
  readonly staleMilliseconds: number;
}

/** The state of the whole deployment, from what both regions wrote down. Reads nothing itself. */
export function statusOf(rows: readonly WatchRow[], known: Known): Status {
  const ofKind = <K extends WatchRow["kind"]>(kind: K) =>
    rows.filter((row): row is Extract<WatchRow, { kind: K }> => row.kind === kind);
  const checks = newestChecks(ofKind("checks"));
  const [moved] = ofKind("home");
  const regions = known.regions.map((region) =>
    regionStatus(region, known, {
      row: ofKind("region").find((row) => row.region === region),
      lag: ofKind("lag").find((row) => row.region === region),
      check: checks.find((row) => row.region === region),
      view: ofKind("view").find((row) => row.region === region),
    }),
  );
  return {
    leader: regions.find(({ isLeader }) => isLeader)?.region,
    regions,
    destinations: ofKind("region").flatMap(({ destinations, at }) =>
      known.now - at <= known.staleMilliseconds ? destinations : [],
    ),
    lastFailover: failoverOf(moved),
    alarms: ofKind("alarm").sort(worstFirst),
    healthChecks: checks,
  };
}

interface Seen {
  readonly row: RegionRow | undefined;
  readonly lag: LagRow | undefined;
  readonly check: ChecksRow["checks"][number] | undefined;
  readonly view: ViewRow | undefined;
}

function regionStatus(region: Region, known: Known, { row, lag, check, view }: Seen): RegionStatus {
  const { now, staleMilliseconds } = known;
  const isFresh = row !== undefined && now - row.at <= staleMilliseconds;
  // Who looks from outside knows better than the region's own last words.
  const isChecked = check !== undefined && now - check.at <= staleMilliseconds;
  const healthy = isChecked ? check.healthy : isFresh && row.healthy;
  return {
    region,
    role: region === known.regions[0] ? "primary" : "secondary",
    healthy: region === known.own ? known.healthy : healthy,
    isLeader: isFresh && row.home,
    lastBeat: row?.at,
    replicationLag: lag?.replication,
    reducerLag: lag?.reducer,
    outboxDepth: row?.outboxDepth,
    rebuild: view && !view.isWhole ? { items: view.items, begunAt: view.begunAt, at: view.at } : undefined,
  };
}

/** Of several that looked, the latest look at each region. */
function newestChecks(rows: readonly ChecksRow[]): ChecksRow["checks"] {
  const newest = new Map<Region, ChecksRow["checks"][number]>();
  for (const check of rows.flatMap(({ checks }) => checks)) {
    const known = newest.get(check.region);
    if (!known || check.at > known.at) newest.set(check.region, check);
  }
  return [...newest.values()].sort((a, b) => (a.region < b.region ? -1 : 1));
}

const failoverOf = (moved: LeaderRow | undefined): Status["lastFailover"] =>
  moved?.from === undefined ? undefined : { at: moved.at, from: moved.from, to: moved.region };

const ORDER = { alarm: 0, insufficient_data: 1, ok: 2 } as const;

const worstFirst = (a: AlarmRow, b: AlarmRow): number =>
  ORDER[a.state] - ORDER[b.state] || b.since - a.since || (a.name < b.name ? -1 : 1);
