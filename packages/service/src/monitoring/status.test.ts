import { expect, test } from "vitest";
import type { AlarmRow, ChecksRow, RegionRow, WatchRow } from "./rows.js";
import { type Known, statusOf } from "./status.js";

const A = "us-east-1";
const B = "us-west-2";
const NOW = 1_000_000;
const KNOWN: Known = { own: B, healthy: true, regions: [A, B], now: NOW, staleMilliseconds: 10_000 };

const region = (name: string, more: Partial<RegionRow> = {}): RegionRow => ({
  kind: "region",
  region: name,
  at: NOW - 1000,
  healthy: true,
  home: name === A,
  outboxDepth: 2,
  destinations: [],
  ...more,
});
const checks = (by: string, about: string, healthy: boolean, at = NOW - 500): ChecksRow => ({
  kind: "checks",
  by,
  checks: [{ region: about, healthy, at }],
});
const alarm = (name: string, state: AlarmRow["state"], since: number): AlarmRow => ({
  kind: "alarm",
  name,
  region: A,
  state,
  since,
  reason: "",
});
const healthyOf = (rows: readonly WatchRow[], known = KNOWN) =>
  statusOf(rows, known).regions.map(({ healthy }) => healthy);

test("each region is told as it wrote of itself, the primary first, with its lags", () => {
  const lag: WatchRow = { kind: "lag", region: A, at: NOW, replication: 300, reducer: 20 };
  expect(statusOf([region(B), lag, region(A)], KNOWN)).toMatchObject({
    leader: A,
    regions: [
      {
        region: A,
        role: "primary",
        isLeader: true,
        lastBeat: NOW - 1000,
        replicationLag: 300,
        reducerLag: 20,
      },
      { region: B, role: "secondary", isLeader: false, outboxDepth: 2 },
    ],
  });
});

test("a region whose log is folded over its view says how far it is, until it is whole", () => {
  const view = { kind: "view", region: A, at: NOW, begunAt: NOW - 5000, items: 7 } as const;
  const rebuildIn = (row: WatchRow) => statusOf([region(A), row], KNOWN).regions[0]?.rebuild;
  expect(rebuildIn({ ...view, isWhole: false })).toEqual({ items: 7, begunAt: NOW - 5000, at: NOW });
  expect(rebuildIn({ ...view, isWhole: true })).toBeUndefined();
});

test("of this region its own check is believed, whatever it wrote before", () => {
  expect(healthyOf([region(A), region(B)])).toEqual([true, true]);
  expect(healthyOf([region(A), region(B)], { ...KNOWN, healthy: false })).toEqual([true, false]);
});

test("who looks from outside knows better than a region's own last words", () => {
  expect(healthyOf([region(A), checks(B, A, false)])[0]).toBe(false);
  expect(healthyOf([region(A, { healthy: false }), checks(B, A, true)])[0]).toBe(true);
  expect(healthyOf([region(A), checks(B, A, false, NOW - 60_000)])[0]).toBe(true);
});

test("of several looks at a region the latest counts", () => {
  const rows = [region(A), checks(B, A, false, NOW - 100), checks(A, A, true, NOW - 900)];
  expect(healthyOf(rows)[0]).toBe(false);
  expect(statusOf(rows, KNOWN).healthChecks).toEqual([{ region: A, healthy: false, at: NOW - 100 }]);
});

test("a region that has long said nothing is neither healthy nor the leader, and its last words are shown", () => {
  const gone = { ...region(A), at: NOW - 60_000 };
  const found = statusOf([gone, region(B)], KNOWN);
  expect(found.leader).toBeUndefined();
  expect(found.regions[0]).toMatchObject({
    healthy: false,
    isLeader: false,
    lastBeat: NOW - 60_000,
    outboxDepth: 2,
  });
});

test("a region that never wrote is there, and nothing is known of it", () => {
  expect(statusOf([], KNOWN).regions[0]).toEqual({
    region: A,
    role: "primary",
    healthy: false,
    isLeader: false,
  });
});

test("destinations are told by whoever tries them now", () => {
  const trouble = { project: "shop", destination: "hooks.slack.com/…", state: "open" as const };
  expect(statusOf([region(A, { destinations: [trouble] })], KNOWN).destinations).toEqual([trouble]);
  const old = region(A, { destinations: [trouble], at: NOW - 60_000 });
  expect(statusOf([old], KNOWN).destinations).toEqual([]);
});

test("a failover is known once a second region took the lead", () => {
  const taken = (from?: string): WatchRow => ({ kind: "home", region: B, at: NOW, from });
  expect(statusOf([taken(A)], KNOWN).lastFailover).toEqual({ at: NOW, from: A, to: B });
  expect(statusOf([taken()], KNOWN).lastFailover).toBeUndefined();
});

test("alarms that are on come first, the newest before the older", () => {
  const rows = [
    alarm("b", "ok", 9),
    alarm("a", "alarm", 1),
    alarm("c", "insufficient_data", 5),
    alarm("d", "alarm", 7),
  ];
  expect(statusOf(rows, KNOWN).alarms.map(({ name }) => name)).toEqual(["d", "a", "c", "b"]);
});
