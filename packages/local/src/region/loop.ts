/** Work that goes on in the background until stopped. */
export interface Loop {
  /** There may be something to do: do not wait longer. */
  wake(): void;
  /** Ends after the turn under way. */
  stop(): Promise<void>;
}

/**
 * Runs `turn` again and again. A turn gives back how long to pause before the next one, in milliseconds:
 * 0 to go on at once, Infinity to wait for `wake`.
 */
export function loop(turn: () => Promise<number>): Loop {
  let isStopped = false;
  let wasWoken = false;
  let end: (() => void) | undefined;
  const wake = (): void => {
    wasWoken = true;
    end?.();
  };

  async function run(): Promise<void> {
    while (!isStopped) {
      wasWoken = false;
      const pause = await turn();
      if (pause > 0 && !wasWoken && !isStopped) await pauseFor(pause);
    }
  }

  function pauseFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, milliseconds) : undefined;
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    wake,
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}
