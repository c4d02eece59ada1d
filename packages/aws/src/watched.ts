import type { AwsWorld } from "./world.js";

/** A handler's work with its faults reported and its figures printed before the process is frozen. */
export function watched<Args extends readonly unknown[], Answer>(
  { ports, faults, meter }: Pick<AwsWorld, "ports" | "faults" | "meter">,
  where: string,
  work: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      ports.ownFault?.(error, where);
      throw error;
    } finally {
      await faults.flush();
      meter.flush();
    }
  };
}
