import type { Body } from "./client.js";
import { lastTry } from "./last-try.js";

export interface Exit {
  readonly flush: (milliseconds: number) => Promise<boolean>;
  readonly bodies: () => readonly Body[];
  readonly done: (ids: readonly string[]) => void;
  /** Where errors are posted, in the order they are tried. */
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Sends what waits before the process ends, however it ends, within a bounded time. Gives back how to stop that. */
export function atExit({ flush, bodies, done, urls, headers, milliseconds }: Exit): () => void {
  let hasTried = false;
  let isEnding = false;

  const onBeforeExit = (): void => {
    // It comes again once the flush has ended; there is no second try, or an outage would keep the process for ever.
    if (hasTried || bodies().length === 0) return;
    hasTried = true;
    void flush(milliseconds).then((isEmpty) => {
      hasTried = !isEmpty;
    });
  };

  const onExit = (): void => {
    if (hasTried) return;
    hasTried = true;
    const waiting = bodies();
    if (waiting.length > 0) done(lastTry({ bodies: waiting, urls, headers, milliseconds }));
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    // Whoever else listens decides how the process ends; without us it would have ended here.
    const isOurs = process.listenerCount(signal) === 1;
    // Asked twice, it does not wait.
    const enough = isOurs && isEnding ? Promise.resolve(false) : flush(milliseconds);
    isEnding = isOurs;
    void enough.then(() => isOurs && endBy(signal, onSignal));
  };

  process.on("beforeExit", onBeforeExit);
  process.on("exit", onExit);
  // First, so that a listener for once is still counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  return () => {
    process.off("beforeExit", onBeforeExit);
    process.off("exit", onExit);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

/** Ends the process as the signal would have done, so that its parent sees the same. */
function endBy(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): void {
  process.off(signal, listener);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
