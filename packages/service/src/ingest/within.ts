import { Unavailable } from "../ports.js";

/**
 * `Clock.within` in real time: the work's end, or `Unavailable` when it takes longer. Nearly all work ends in time, so there
 * is but a timer to clear, and an error is made for who is late.
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Unavailable(`took longer than ${milliseconds} ms`, { isUnheard: true })),
      milliseconds,
    );
    // What comes after the time is over is heard here, and told nobody.
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
