import { createContext, useContext, useSyncExternalStore } from "react";

const TICK_MILLISECONDS = 15_000;

let now = Date.now();

/** The time, moving on a few times a minute. */
export const useNow = (): number => useContext(NowContext);

export const NowContext = createContext(now);

/** The same, for the one that hands it down. */
export const useClock = (): number => useSyncExternalStore(subscribe, () => now);

function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now();
    listener();
  }, TICK_MILLISECONDS);
  return () => clearInterval(timer);
}
