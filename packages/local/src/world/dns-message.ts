import { type Answer, decode, encode, type Packet, type Question, TRUNCATED_RESPONSE } from "dns-packet";

/** Where a name leads. All regions of this machine share one address, so the port tells them apart. */
interface Target {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The target of a name at this moment; undefined for a name that is not ours. */
export type Lookup = (name: string) => Target | undefined;

export const TTL_SECONDS = 1;
const AUTHORITATIVE = 1 << 10;
/** Given back as it came (RFC 1035, 4.1.1). */
const RECURSION_DESIRED = 1 << 8;
const NO_ERROR = 0;
const FORMAT_ERROR = 1;
const NAME_ERROR = 3;
const NOT_IMPLEMENTED = 4;
/** What every resolver takes over UDP (RFC 1035, 4.2.1), and what one that says more takes from us. */
const UDP_BYTES = 512;
const UDP_BYTES_MAX = 1232;

/** The answer to a message: A for people, SRV for the edge, TXT to read which region it is. Undefined for what is no query. */
export function answerTo(message: Buffer, lookup: Lookup): Buffer | undefined {
  const query = decoded(message);
  // Answering answers would let two servers talk to each other for ever.
  if (query?.type !== "query") return undefined;
  const [question, ...others] = query.questions ?? [];
  if (query.opcode !== "QUERY") return reply(query, NOT_IMPLEMENTED);
  if (!question || others.length > 0) return reply(query, FORMAT_ERROR);
  const target = lookup(question.name.toLowerCase());
  if (!target) return reply(query, NAME_ERROR);
  return reply(query, NO_ERROR, recordsOf(question, target));
}

/** The same for UDP: an answer that is too long is left out, and the asker told to come back over TCP. */
export function datagramTo(message: Buffer, lookup: Lookup): Buffer | undefined {
  const whole = answerTo(message, lookup);
  const query = whole && decoded(message);
  if (!query || whole.length <= roomOf(query)) return whole;
  return reply(query, NO_ERROR, [], TRUNCATED_RESPONSE);
}

function decoded(message: Buffer): (Packet & { readonly opcode?: string }) | undefined {
  try {
    return decode(message);
  } catch {
    // Not a DNS message; a server that answers noise helps nobody.
    return undefined;
  }
}

function reply(query: Packet, code: number, answers: Answer[] = [], more = 0): Buffer {
  const flags = AUTHORITATIVE | ((query.flags ?? 0) & RECURSION_DESIRED) | more | code;
  return encode({ type: "response", id: query.id, flags, questions: query.questions?.slice(0, 1), answers });
}

/** What the asker says it takes over UDP (EDNS, RFC 6891). */
function roomOf({ additionals }: Packet): number {
  const option = additionals?.find(({ type }) => type === "OPT");
  const told = option && "udpPayloadSize" in option ? Number(option.udpPayloadSize) : 0;
  return Math.min(UDP_BYTES_MAX, Math.max(UDP_BYTES, told));
}

function recordsOf({ name, type }: Question, { name: data, address, port }: Target): Answer[] {
  const ttl = TTL_SECONDS;
  switch (type) {
    case "A":
      return [{ type, name, ttl, data: address }];
    case "SRV":
      return [{ type, name, ttl, data: { priority: 0, weight: 0, port, target: data } }];
    case "TXT":
      return [{ type, name, ttl, data }];
    default:
      // The name is there and has none of that kind: AAAA, since everything here is on 127.0.0.1.
      return [];
  }
}
