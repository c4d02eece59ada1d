import { Assignment, type Attempt, type Farewell } from "../attempt.js";

// What the client programs have in common: each runs as a process of its own, does as it is assigned, tells every
// attempt, and ends when it is told to.

export const assignment = Assignment.parse(JSON.parse(process.argv[2] ?? "{}"));

export const tell = (attempt: Attempt): void => {
  // Nobody is left to tell when the drill itself was stopped.
  if (process.connected) process.send?.({ attempt }, () => undefined);
};

/** Why a request had no answer, as short as it can be told. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}

const TICK_MILLISECONDS = 20;

/** More than that a machine which falls behind would answer only after everybody has stopped waiting. */
const UNDER_WAY_MAX = 32;

interface Work {
  act(turn: number): void;
  /** Requests sent and not yet answered. */
  underWay(): number;
  /** What became of it all. */
  finish(): Promise<Farewell>;
}

/** Acts so many times a second until told to stop, or as often as the machine can answer. */
export function workUntilStopped({ act, underWay, finish }: Work): void {
  const start = performance.now();
  let turns = 0;
  const working = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * assignment.perSecond);
    // What a late tick missed is made up for; what finds too much under way is left out.
    for (; turns < due; turns++) if (underWay() < UNDER_WAY_MAX) act(turns);
  }, TICK_MILLISECONDS);
  process.once("message", async () => {
    clearInterval(working);
    const farewell = await finish();
    process.send?.({ farewell }, () => process.exit(0));
  });
  process.once("disconnect", () => process.exit(1));
}

/** Some issues, so that folding them is no one-row affair. */
export class ShopError extends Error {
  constructor(turn: number) {
    super(`broke in ${SITES[turn % SITES.length]}`);
    this.name = `${SITES[turn % SITES.length]}Error`;
  }
}

const SITES = ["Cart", "Checkout", "Search", "Login", "Mail", "Stock", "Price"];
