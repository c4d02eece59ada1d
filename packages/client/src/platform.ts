import type { Queue } from "./backlog.js";
import type { Details, Frame } from "./options.js";

/** What differs between Node and a page. */
export interface Platform {
  /** What the place it runs in tells: host, page, user agent. */
  readonly surroundings: () => Readonly<Record<string, unknown>>;
  /** Adds lines of source, where they can be read. */
  readonly withSource: (frame: Frame) => Frame;
  /** Of the request or task under way. */
  readonly details: () => Details;
  readonly queue: Queue | undefined;
  readonly batchBytes: number;
  /** How a body is sent to an address. */
  readonly request: (address: string, body: string) => { readonly url: string; readonly init: RequestInit };
}
