import type { Writable } from "node:stream";
import type { Clock, Logger } from "@faultline/service/ports";

/** Where lines go, and who does the rest of a turn's work first. */
interface Outside {
  readonly clock: Pick<Clock, "now">;
  write(text: string): void;
  later(work: () => void): void;
  atEnd(work: () => void): void;
}

const PROCESS = {
  write: writerTo(process.stdout),
  later: (work: () => void) => void setImmediate(work),
  atEnd: (work: () => void) => void process.on("exit", work),
};

/** Writes to a stream; once nobody reads it any longer, to nobody. */
export function writerTo(stream: Writable): (text: string) => void {
  stream.on("error", () => undefined);
  return (text) => void stream.write(text);
}

/**
 * Prints lines of JSON, those of one turn of the event loop together: under load a write for each request's line costs as much
 * as reading its body. An error is written at once, with all before it, and nothing is left behind when the process ends.
 */
export function linePrinter({
  clock,
  write,
  later,
  atEnd,
}: Pick<Outside, "clock"> & Partial<Outside>): Logger {
  const outside = { ...PROCESS, ...(write && { write }), ...(later && { later }), ...(atEnd && { atEnd }) };
  let waiting = "";
  const flush = (): void => {
    if (waiting === "") return;
    const text = waiting;
    waiting = "";
    outside.write(text);
  };
  outside.atEnd(flush);
  return (line) => {
    if (waiting === "") outside.later(flush);
    waiting += `${JSON.stringify({ at: new Date(clock.now()).toISOString(), ...line })}\n`;
    if (line.level === "error") flush();
  };
}
