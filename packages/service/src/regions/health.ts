import type { Statuses } from "./status-report.js";

/**
 * What `/health` answers: this region can take an event, or the other one can neither. Both bad: stay where we are.
 * Nobody is helped by being sent to another region that cannot take it either.
 */
export const isFit = async ({
  healthy,
  peerHealthy,
}: Pick<Statuses, "healthy" | "peerHealthy">): Promise<boolean> =>
  (await healthy()) || !(await peerHealthy());
