import { createSocket } from "node:dgram";
import type { Clock } from "@faultline/service/ports";
import { decode, encode } from "dns-packet";

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

const TIMEOUT = 1000;

/** Resolves names through real DNS packets, and honours their time to live. */
export function resolver(dnsPort: number, clock: Pick<Clock, "now">): Resolver {
  let held: { value: Resolved; until: number } | undefined;
  return {
    async resolve(name) {
      if (held && clock.now() < held.until) return held.value;
      const { ttl, ...value } = await ask(dnsPort, name);
      held = { value, until: clock.now() + ttl * 1000 };
      return value;
    },
    forget() {
      held = undefined;
    },
  };
}

function ask(dnsPort: number, name: string): Promise<Resolved & { ttl: number }> {
  const socket = createSocket("udp4");
  const id = Math.floor(Math.random() * 65_536);
  return new Promise<Resolved & { ttl: number }>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from DNS for ${name}`)), TIMEOUT);
    socket.on("error", reject);
    socket.on("message", (message) => {
      clearTimeout(timer);
      const [record] = decode(message).answers ?? [];
      if (record?.type !== "SRV") return reject(new Error(`DNS knows no server for ${name}`));
      const { target, port } = record.data;
      resolve({ region: target.split(".")[0] ?? target, port, ttl: record.ttl ?? 0 });
    });
    socket.send(encode({ type: "query", id, questions: [{ type: "SRV", name }] }), dnsPort, "127.0.0.1");
  }).finally(() => socket.close());
}
