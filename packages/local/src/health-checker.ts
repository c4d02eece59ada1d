import { loop } from "./loop.js";

/**
 * How health is told, on AWS every 10 s and three times; here fifty times faster. A time-out is far above what a busy
 * machine takes: a slow region that is called dead sends everybody to the one that is.
 */
export const CHECK = { intervalMilliseconds: 200, timeoutMilliseconds: 2000, threshold: 3 } as const;

export interface HealthChecker {
  isHealthy(): boolean;
  stop(): Promise<void>;
}

/** Asks a region's own address again and again; its word changes after so many equal answers in a row. */
export function healthChecker(url: string, onChange: (isHealthy: boolean) => void): HealthChecker {
  let healthy = false;
  let contrary = 0;
  const checking = loop(async () => {
    contrary = (await answersWell(url)) === healthy ? 0 : contrary + 1;
    if (contrary >= CHECK.threshold) {
      healthy = !healthy;
      contrary = 0;
      onChange(healthy);
    }
    return CHECK.intervalMilliseconds;
  });
  return { isHealthy: () => healthy, stop: () => checking.stop() };
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(CHECK.timeoutMilliseconds) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // No answer is an answer.
    return false;
  }
}
