/** A ticket as a tracker keeps it. */
export interface Ticket {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly labels: readonly string[];
  readonly comments: string[];
  readonly author: string;
  /** Where it was moved to, which leaves this one behind. */
  movedTo?: { readonly repository: Repository; readonly ticket: Ticket };
  isConfidential?: boolean | undefined;
}

/** Whose token the fakes take. */
export const OWN_LOGIN = "acme-bot";

/** A repository, or a project, with the names it had before. */
export class Repository {
  readonly tickets: Ticket[] = [];
  readonly formerly: string[] = [];

  constructor(
    readonly id: number,
    public name: string,
  ) {}

  rename(name: string): void {
    this.formerly.push(this.name);
    this.name = name;
  }

  add(ticket: Pick<Ticket, "title" | "body" | "labels" | "isConfidential">, author = OWN_LOGIN): Ticket {
    const number = this.tickets.length + 1;
    const made: Ticket = { ...ticket, number, state: "open", comments: [], author };
    this.tickets.push(made);
    return made;
  }

  /** Moves a ticket to another repository, where it gets a number of its own. */
  move(ticket: Ticket, repository: Repository): Ticket {
    const { title, body, labels, author } = ticket;
    const moved = repository.add({ title, body, labels }, author);
    ticket.movedTo = { repository, ticket: moved };
    return moved;
  }

  /** As a search finds them: every word in the text, whatever stands between. What has moved away is not there. */
  containing(where: "title" | "body", words: string): Ticket[] {
    const wanted = wordsOf(words);
    return this.tickets.filter((one) => {
      const known = new Set(wordsOf(one[where]));
      return one.movedTo === undefined && wanted.every((word) => known.has(word));
    });
  }
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];

export interface Tickets {
  readonly tickets: readonly Ticket[];
  /** Where the configs' tickets go, and where some may be moved to. */
  readonly home: Repository;
  readonly other: Repository;
}
