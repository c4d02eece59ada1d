import { Assignment, type Attempt, type Farewell } from "../attempt.js";

// What the client programs have in common: each runs as a process of its own, does as it is assigned, tells every
// attempt, and ends when it is told to.

export const assignment = Assignment.parse(JSON.parse(process.argv[2] ?? "{}"));

export const tell = (attempt: Attempt): void => {
  // Nobody is left to tell when the drill itself was stopped.
  if (process.connected) process.send?.({ attempt }, () => undefined);
};

const TICK_MILLISECONDS = 20;

/** Works so many times a second until told to stop; then `finish` says what became of it all. */
export function workUntilStopped(work: (turn: number) => void, finish: () => Promise<Farewell>): void {
  const start = performance.now();
  let turns = 0;
  const working = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * assignment.perSecond);
    // What a busy machine missed is made up for, so that the load is what it is said to be.
    for (; turns < due; turns++) work(turns);
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
