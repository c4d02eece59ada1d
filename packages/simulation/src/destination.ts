import type { HttpRequestSpec, Sent } from "@faultline/service/ports";
import * as z from "zod";
import type { Dice, Life } from "./faults.js";

const Message = z.object({
  kind: z.string(),
  crossed: z.array(z.number()),
  issue: z.object({ id: z.string() }),
});

/** What arrived at the destination. */
export interface Arrived {
  readonly issue: string;
  /** Where it was sent. */
  readonly url: string;
  readonly kind: string;
  readonly counts: readonly number[];
  readonly region: string;
  /** By the world's clock. */
  readonly at: number;
}

/** Somebody's webhook, which keeps what it is told, and what may explain that it is told twice. */
export class DestinationWorld {
  readonly arrived: Arrived[] = [];
  /** By region, issue and config: a message whose sender did not come to say that it arrived. */
  private readonly excused = new Set<string>();
  private readonly begun = new Map<string, string>();

  constructor(
    private readonly dice: Dice,
    private readonly isCalm: () => boolean,
    private readonly now: () => number,
    /** Called before a message is taken. */
    private readonly onArrival: (arrived: Arrived) => void,
  ) {}

  /** Reads the senders' own log: what they begin to tell, and what they know to be told. */
  heard({ event, issue, region, config }: Readonly<Record<string, unknown>>): void {
    const place = `${String(region)} ${String(issue)} ${String(config)}`;
    if (event === "told") this.begun.delete(place);
    if (event === "sending") this.begun.set(place, String(region));
  }

  /** A region's senders have all ended: what they began and do not know to be told, a fault ended. */
  ended(region: string): void {
    for (const [place, sender] of this.begun) {
      if (sender !== region) continue;
      this.begun.delete(place);
      this.excused.add(place);
    }
  }

  isExcused(region: string, issue: string, config: string): boolean {
    return this.excused.has(`${region} ${issue} ${config}`);
  }

  async take(request: HttpRequestSpec, region: string, life: Life): Promise<Sent> {
    life.check();
    const { kind, crossed, issue } = Message.parse(JSON.parse(request.body ?? ""));
    if (!this.isCalm() && this.dice.strikes("destinationDown")) return this.answer(503);
    const arrived = { issue: issue.id, url: request.url, kind, counts: crossed, region, at: this.now() };
    this.onArrival(arrived);
    this.arrived.push(arrived);
    if (!this.isCalm() && this.dice.strikes("senderCrash")) life.die();
    if (!this.isCalm() && this.dice.strikes("destinationLost"))
      return { kind: "unreachable", reason: "the answer was lost" };
    return this.answer(200);
  }

  private answer(status: number): Sent {
    return { kind: "answered", answer: { status, headers: {}, body: "" } };
  }
}
