import type { Target } from "@faultline/destinations/destination";
import type { DeliveryResult, RequestFlow } from "@faultline/destinations/request";
import type { Ports } from "../ports.js";

/** How a talk ended; `isLost` when its last request was to change something and nobody knows whether it arrived. */
interface Ended {
  readonly told: DeliveryResult;
  readonly isLost: boolean;
}

/** Runs a talk with a config's destination to its end. What comes of it holds nothing of the config's secrets. */
export async function runFlow(
  { send }: Pick<Ports, "send">,
  target: Pick<Target, "withoutSecrets">,
  talk: RequestFlow,
): Promise<Ended> {
  let step = talk.next();
  while (!step.done) {
    const sent = await send(step.value);
    if (sent.kind !== "answered") {
      const isUnreachable = sent.kind === "unreachable";
      const reason = target.withoutSecrets(sent.reason);
      const isLost = isUnreachable && step.value.method !== "GET";
      return { told: { kind: isUnreachable ? "later" : "refused", reason }, isLost };
    }
    step = talk.next(sent.answer);
  }
  const told = step.value;
  if (told.kind === "sent") return { told, isLost: false };
  return { told: { ...told, reason: target.withoutSecrets(told.reason) }, isLost: false };
}
