import { queryOptions } from "@tanstack/react-query";
import { url } from "./addresses.js";
import { request } from "./request.js";

/** A region process on this machine, as the local world's controls describe it. */
export interface LocalRegion {
  readonly name: string;
  readonly state: "running" | "stopped";
  readonly healthy: boolean;
  readonly replicationPaused: boolean | null;
  readonly fault: { readonly kind: string } | null;
}

export interface LocalWorld {
  /** Where the failover name leads right now. */
  readonly active: string;
  readonly regions: readonly LocalRegion[];
}

/** The world on this machine; null where there is none, as on AWS. */
export const localWorldQuery = queryOptions({
  queryKey: ["local-world"],
  queryFn: ({ signal }) => request<LocalWorld>("/_local", { signal }).catch(() => null),
  // Once there is none, there will be none: it is not asked for again.
  refetchInterval: ({ state }) => (state.data === null ? false : 2000),
  retry: false,
});

export type RegionAction = "stop" | "kill" | "start";

export const FAULT_NAMES = ["none", "throttle", "error", "delay"] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

const FAULTS: Readonly<Record<FaultName, object>> = {
  none: { kind: "none" },
  throttle: { kind: "throttle", rate: 1 },
  error: { kind: "error", rate: 0.5 },
  delay: { kind: "delay", rate: 1, ms: 800 },
};

export const commandRegion = (region: string, action: RegionAction): Promise<unknown> =>
  request(url`/_local/regions/${region}/${action}`, { method: "POST" });

export const injectFault = (region: string, fault: FaultName): Promise<unknown> =>
  request(url`/_local/regions/${region}/fault`, { method: "POST", body: FAULTS[fault] });

export const setReplication = (action: "pause" | "resume"): Promise<unknown> =>
  request(url`/_local/replication/${action}`, { method: "POST" });
