import type { Described, Sent } from "@faultline/service/ports";
import { z } from "zod";
import { Crash, type Dice } from "./faults.js";

const Message = z.object({
  kind: z.string(),
  crossed: z.array(z.number()),
  issue: z.object({ id: z.string() }),
});

/** What arrived at the destination. */
export interface Arrived {
  readonly issue: string;
  readonly kind: string;
  readonly counts: readonly number[];
  readonly region: string;
}

/** Somebody's webhook, which keeps what it is told, and what may explain that it is told twice. */
export class DestinationWorld {
  readonly arrived: Arrived[] = [];
  /** Issues with a message whose sender did not learn that it arrived. */
  readonly excused = new Set<string>();

  constructor(
    private readonly dice: Dice,
    private readonly isCalm: () => boolean,
  ) {}

  async take(request: Described, region: string): Promise<Sent> {
    const { kind, crossed, issue } = Message.parse(JSON.parse(request.body ?? ""));
    if (!this.isCalm() && this.dice.strikes("destinationDown")) return this.answer(503);
    this.arrived.push({ issue: issue.id, kind, counts: crossed, region });
    if (!this.isCalm() && this.dice.strikes("senderCrash")) {
      this.excused.add(issue.id);
      throw new Crash("the sender died after sending");
    }
    if (!this.isCalm() && this.dice.strikes("destinationLost")) {
      this.excused.add(issue.id);
      return { kind: "unreachable", reason: "the answer was lost" };
    }
    return this.answer(200);
  }

  private answer(status: number): Sent {
    return { kind: "answered", answer: { status, headers: {}, body: "" } };
  }
}
