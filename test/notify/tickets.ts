/** A ticket as a tracker keeps it. */
export interface Ticket {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly labels: readonly string[];
  readonly comments: string[];
  readonly author: string;
}

/** Whose token the fakes take. */
export const OWN_LOGIN = "acme-bot";

export interface Tickets {
  readonly tickets: readonly Ticket[];
}

/** A tracker's tickets. */
export class TicketStore implements Tickets {
  readonly tickets: Ticket[] = [];

  add(ticket: Pick<Ticket, "title" | "body" | "labels">, author = OWN_LOGIN): Ticket {
    const number = this.tickets.length + 1;
    const made: Ticket = { ...ticket, number, state: "open", comments: [], author };
    this.tickets.push(made);
    return made;
  }

  /** As a search over bodies finds them. */
  containing(text: string): Ticket[] {
    return this.tickets.filter(({ body }) => body.includes(text));
  }
}
