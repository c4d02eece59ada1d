import type { Body } from "./client.js";
import type { EndingFetch } from "./ending-fetch.js";
import { lastTry, turnOf } from "./last-try.js";

interface Exit {
  readonly flush: (milliseconds: number) => Promise<boolean>;
  readonly bodies: () => readonly Body[];
  readonly done: (ids: readonly string[]) => void;
  readonly requests: EndingFetch;
  /** Where errors are posted, in the order they are tried. */
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Sends what waits before the process ends, however it ends, within a bounded time. Gives back how to stop that. */
export function atExit({ flush, bodies, done, requests, urls, headers, milliseconds }: Exit): () => void {
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
    const end = performance.now() + milliseconds;
    done(requests.wait(turnOf(milliseconds, urls)).flatMap(idsIn));
    const waiting = bodies();
    const left = end - performance.now();
    if (waiting.length > 0) done(lastTry({ bodies: waiting, urls, headers, milliseconds: left }));
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    // Whoever else listens decides how the process ends; without us it would have ended here.
    const isOurs = process.listenerCount(signal) === 1;
    // Theirs may end it before the flush has heard its answers.
    if (!isOurs) requests.begin();
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

/** The ids of the events in a body of ours. */
function idsIn(text: string): string[] {
  const { errors }: { errors: readonly { id: string }[] } = JSON.parse(text);
  return errors.map(({ id }) => id);
}

/** Ends the process as the signal would have done, so that its parent sees the same. */
function endBy(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): void {
  process.off(signal, listener);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
