import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { type Answer, decode, encode, type Packet, type Question } from "dns-packet";

/** Where a name leads. All regions of this machine share one address, so the port tells them apart. */
export interface Target {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The target of a name at this moment; undefined for a name that is not ours. */
export type Lookup = (name: string) => Target | undefined;

export const TTL_SECONDS = 1;
const HEADER_BYTES = 2;
const NO_ERROR = 0;
const NAME_ERROR = 3;
const AUTHORITATIVE = 1 << 10;

/** The answer to a query: A for people, SRV for the edge, TXT to read which region it is. */
export function answerTo(query: Packet, lookup: Lookup): Buffer {
  const [question] = query.questions ?? [];
  const target = question && lookup(question.name.toLowerCase());
  const answers = question && target ? recordsOf(question, target) : [];
  const code = target ? NO_ERROR : NAME_ERROR;
  return encode({
    type: "response",
    id: query.id,
    flags: AUTHORITATIVE | code,
    questions: query.questions,
    answers,
  });
}

function recordsOf({ name, type }: Question, { name: data, address, port }: Target): Answer[] {
  const ttl = TTL_SECONDS;
  switch (type) {
    case "A":
      return [{ type, name, ttl, data: address }];
    case "SRV":
      return [{ type, name, ttl, data: { priority: 0, weight: 0, port, target: data } }];
    case "TXT":
      return [{ type, name, ttl, data: data }];
    default:
      return [];
  }
}

/** A DNS server over UDP and TCP. Gives back how to stop it. Rejects when the port is taken. */
export async function dnsServer(port: number, lookup: Lookup): Promise<() => Promise<void>> {
  const answer = (message: Buffer): Buffer | undefined => {
    try {
      return answerTo(decode(message), lookup);
    } catch {
      // Not a DNS message; a server that answers noise helps nobody.
      return undefined;
    }
  };
  const udp = createSocket("udp4", (message, { address, port: from }) => {
    const reply = answer(message);
    if (reply) udp.send(reply, from, address);
  });
  const tcp = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= HEADER_BYTES && received.length >= HEADER_BYTES + received.readUInt16BE()) {
        const end = HEADER_BYTES + received.readUInt16BE();
        const reply = answer(received.subarray(HEADER_BYTES, end));
        received = received.subarray(end);
        if (reply) socket.write(Buffer.concat([lengthOf(reply), reply]));
      }
    });
  });
  await Promise.all([
    listening((ready, failed) => udp.once("error", failed).bind(port, "127.0.0.1", ready)),
    listening((ready, failed) => tcp.once("error", failed).listen(port, "127.0.0.1", ready)),
  ]);
  return async () => {
    await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
  };
}

const listening = (start: (ready: () => void, failed: (error: Error) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start(resolve, reject));

function lengthOf(message: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(message.length);
  return header;
}
