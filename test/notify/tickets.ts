/** A ticket as a tracker keeps it. */
export interface Ticket {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly labels: readonly string[];
  readonly comments: string[];
}

export interface Tickets {
  readonly tickets: readonly Ticket[];
}

/** A tracker's tickets. */
export class TicketStore implements Tickets {
  readonly tickets: Ticket[] = [];

  add(ticket: Pick<Ticket, "title" | "body" | "labels">): Ticket {
    const made: Ticket = { ...ticket, number: this.tickets.length + 1, state: "open", comments: [] };
    this.tickets.push(made);
    return made;
  }

  /** As a search over bodies finds them. */
  containing(text: string): Ticket[] {
    return this.tickets.filter(({ body }) => body.includes(text));
  }
}
