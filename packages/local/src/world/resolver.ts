import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Clock } from "@faultline/service/ports";
import { type DecodedPacket, decode, encode } from "dns-packet";
import { LENGTH_BYTES, withLength } from "./dns-server.js";

export interface Resolved {
  readonly region: string;
  readonly port: number;
}

export interface Resolver {
  /** Asks the DNS server, or answers from memory while the last answer's time to live lasts. */
  resolve(name: string): Promise<Resolved>;
  /** The address did not answer: ask anew next time. */
  forget(): void;
}

interface Server {
  readonly port: number;
  readonly timeoutMilliseconds: number;
}

/** Far above what a busy machine takes: the server is on it. */
const TIMEOUT_MILLISECONDS = 5000;
const IDS = 65_536;

/** Resolves names through real DNS packets, and honours their time to live. */
export function resolver(
  dnsPort: number,
  clock: Pick<Clock, "now">,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
): Resolver {
  const server = { port: dnsPort, timeoutMilliseconds };
  let held: { name: string; value: Resolved; until: number } | undefined;
  let asking: { name: string; answer: Promise<Resolved> } | undefined;

  async function askAnew(name: string): Promise<Resolved> {
    const { ttl, ...value } = serverIn(await ask(server, name), name);
    held = { name, value, until: clock.now() + ttl * 1000 };
    return value;
  }

  return {
    async resolve(name) {
      if (held?.name === name && clock.now() < held.until) return held.value;
      // Many requests that come together ask once.
      if (asking?.name !== name) {
        const answer = askAnew(name).finally(() => {
          asking = undefined;
        });
        asking = { name, answer };
      }
      return asking.answer;
    },
    forget() {
      held = undefined;
    },
  };
}

function serverIn({ answers }: DecodedPacket, name: string): Resolved & { ttl: number } {
  const [record] = answers ?? [];
  if (record?.type !== "SRV") throw new Error(`DNS knows no server for ${name}`);
  const { target, port } = record.data;
  return { region: target.split(".")[0] ?? target, port, ttl: record.ttl ?? 0 };
}

/** The answer over UDP; over TCP when it was too long for that. */
async function ask(server: Server, name: string): Promise<DecodedPacket> {
  const id = Math.floor(Math.random() * IDS);
  const query = encode({ type: "query", id, questions: [{ type: "SRV", name }] });
  const told = await overUdp(server, query);
  return told.flag_tc ? overTcp(server, query) : told;
}

function overUdp({ port, timeoutMilliseconds }: Server, query: Buffer): Promise<DecodedPacket> {
  const socket = createSocket("udp4");
  return inTime(timeoutMilliseconds, (resolve, reject) => {
    socket.on("error", reject);
    // Connected, it hears the server alone.
    socket.connect(port, "127.0.0.1", () => socket.send(query));
    socket.on("message", (message) => {
      const answer = answerOf(query, message);
      if (answer) resolve(answer);
    });
  }).finally(() => socket.close());
}

function overTcp({ port, timeoutMilliseconds }: Server, query: Buffer): Promise<DecodedPacket> {
  const socket = connect(port, "127.0.0.1", () => socket.write(withLength(query)));
  let received = Buffer.alloc(0);
  return inTime(timeoutMilliseconds, (resolve, reject) => {
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < LENGTH_BYTES || received.length < LENGTH_BYTES + received.readUInt16BE()) return;
      const answer = answerOf(query, received.subarray(LENGTH_BYTES));
      if (answer) resolve(answer);
    });
  }).finally(() => socket.destroy());
}

/** The message, if it answers this query; undefined for anything else that comes along. */
function answerOf(query: Buffer, message: Buffer): DecodedPacket | undefined {
  try {
    const answer = decode(message);
    return answer.type === "response" && answer.id === query.readUInt16BE() ? answer : undefined;
  } catch {
    // No DNS message: the real answer may still come.
    return undefined;
  }
}

type Work = (resolve: (answer: DecodedPacket) => void, reject: (error: Error) => void) => void;

function inTime(milliseconds: number, work: Work): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no answer from DNS")), milliseconds);
    work(
      (answer) => {
        clearTimeout(late);
        resolve(answer);
      },
      (error) => {
        clearTimeout(late);
        reject(error);
      },
    );
  });
}
