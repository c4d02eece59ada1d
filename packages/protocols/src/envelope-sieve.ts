import type { Sieve } from "./protocol.js";
import {
  BRACE,
  LINE_BYTES_MAX,
  LINE_OF_JSON,
  LOOKED_AT_MAX,
  NEWLINE,
  parseItemHeader,
  viewOf,
} from "./sentry-envelope.js";

/**
 * What of an envelope is worth keeping when it is too long, wherever its event stands: of items that are no events the kind
 * alone. No more is held than one line that may be a header.
 */
export const envelopeSieve = (): Sieve => new EnvelopeSieve();

/** What is read: a line that may be a header, a payload's line, so many bytes of one, or up to the next line that may be a header. */
type Reading = "header" | "line" | "on" | number;

class EnvelopeSieve implements Sieve {
  private reading: Reading = "header";
  private isFirst = true;
  private isLineStart = false;
  /** Of what is met now: whether it is kept. */
  private keeps = true;
  private line: Uint8Array[] = [];
  private lineBytes = 0;
  private lookedAt = 0;
  private kept: Uint8Array[] = [];

  take(piece: Uint8Array): readonly Uint8Array[] {
    this.kept = [];
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, this.endOf(piece, at));
      if (this.reading === "header") this.gather(part);
      else this.passOn(part);
      at += part.length;
    }
    return this.kept;
  }

  end(): readonly Uint8Array[] {
    return this.keeps ? this.line : [];
  }

  /** Where what is read ends, as far as the piece tells; turns to a header where one begins. */
  private endOf(piece: Uint8Array, at: number): number {
    if (typeof this.reading === "number") return Math.min(piece.length, at + this.reading);
    const isHeader = this.reading === "on" && this.isLineStart && piece[at] === BRACE;
    if (isHeader && this.lookedAt < LOOKED_AT_MAX) this.reading = "header";
    const mark = this.reading === "on" ? LINE_OF_JSON : "\n";
    const found = viewOf(piece).indexOf(mark, at);
    return found === -1 ? piece.length : found + 1;
  }

  private passOn(part: Uint8Array): void {
    if (this.keeps) this.kept.push(part);
    if (typeof this.reading === "number") {
      // What stands behind a payload is no line of its own.
      this.isLineStart = false;
      this.reading = this.reading - part.length || "on";
      return;
    }
    this.isLineStart = part.at(-1) === NEWLINE;
    if (this.isLineStart) this.reading = "on";
  }

  private gather(part: Uint8Array): void {
    this.line.push(part);
    this.lineBytes += part.length;
    this.isLineStart = part.at(-1) === NEWLINE;
    if (this.isLineStart || this.lineBytes > LINE_BYTES_MAX) this.endLine();
  }

  private endLine(): void {
    const bytes = Buffer.concat(this.line);
    const header = this.isFirst || !this.isLineStart ? undefined : parseItemHeader(bytes);
    this.lookedAt += 1;
    [this.line, this.lineBytes, this.isFirst] = [[], 0, false];
    this.reading = this.isLineStart ? "on" : "line";
    if (!header) {
      if (this.keeps) this.kept.push(bytes);
      return;
    }
    this.keeps = header.type === "event";
    this.isLineStart = false;
    this.reading = header.length === 0 ? "on" : (header.length ?? "line");
    this.kept.push(this.keeps ? bytes : Buffer.from(`${JSON.stringify({ type: header.type })}\n\n`));
  }
}
