import type { Talk, Told } from "@faultline/notifiers/request";
import type { Ports } from "../ports.js";

/** How a talk ended; `isLost` when its last request left and nobody knows whether it arrived. */
export interface Ended {
  readonly told: Told;
  readonly isLost: boolean;
}

/** Runs a talk with a destination to its end. */
export async function converse({ send }: Pick<Ports, "send">, talk: Talk): Promise<Ended> {
  let step = talk.next();
  while (!step.done) {
    const sent = await send(step.value);
    if (sent.kind !== "answered") {
      const isLost = sent.kind === "unreachable";
      return { told: { kind: isLost ? "later" : "refused", reason: sent.reason }, isLost };
    }
    step = talk.next(sent.answer);
  }
  return { told: step.value, isLost: false };
}
