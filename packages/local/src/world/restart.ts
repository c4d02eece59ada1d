const PAUSE_FIRST = 500;
const PAUSE_MAX = 30_000;
/** What ran so long has no fault that comes back at once. */
const STEADY_MILLISECONDS = 60_000;

/** Starts again what ends by itself. */
interface Restart {
  began(now: number): void;
  /** It ended, and was not asked to: it is begun again after a pause, a longer one each time it ends soon. */
  ended(now: number): void;
  /** Nothing is begun by itself from now on, until it is begun anew. */
  cancel(): void;
}

/** `begin` is called after each pause. `wait` calls back after so many milliseconds, and gives back how to call that off. */
export function restart(
  begin: () => void,
  wait: (work: () => void, milliseconds: number) => () => void,
): Restart {
  let pause = PAUSE_FIRST;
  let since = 0;
  let callOff = (): void => undefined;
  return {
    began(now) {
      callOff();
      since = now;
    },
    ended(now) {
      if (now - since >= STEADY_MILLISECONDS) pause = PAUSE_FIRST;
      callOff = wait(begin, pause);
      pause = Math.min(PAUSE_MAX, pause * 2);
    },
    cancel: () => callOff(),
  };
}

/** `restart`'s `wait` in real time. */
export function timer(work: () => void, milliseconds: number): () => void {
  const waiting = setTimeout(work, milliseconds);
  return () => clearTimeout(waiting);
}
