interface Pauses {
  pause(milliseconds: number): Promise<void>;
  /** Ends the pause under way. */
  wake(): void;
}

/** Waits that can be cut short, and that keep no process alive. */
export function pauses(): Pauses {
  let end: (() => void) | undefined;
  return {
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        // A number in browsers.
        if (typeof timer === "object") timer.unref();
        end = resolve;
      }),
    wake: () => end?.(),
  };
}
