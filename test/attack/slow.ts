import { connect, type Socket } from "node:net";
import type { RunningWorld } from "../stories/running-world.js";
import type { Attack, Row, Target } from "./attack.js";
import { calmMilliseconds, HONEST, honestPost, patience } from "./honest.js";
import { memoryWatch, usedBy } from "./processes.js";
import { addressOf, MEMORY_MEGABYTES_MAX } from "./shots.js";

const CONNECTIONS = 300;
const SHOT_MILLISECONDS = 2_000;

interface Slow {
  readonly name: string;
  readonly threat: string;
  readonly input: string;
  first(target: Target): string;
  /** What comes behind it, and is not all. */
  readonly rest?: Uint8Array;
  readonly connections?: number;
  /** Whoever sends what is not listened to afterwards has addresses that no other attack needs. */
  readonly senders?: (place: number) => string;
}

/** Requests that begin and never end, all at one time. Held when others are answered meanwhile. */
const bySlowness = ({
  name,
  threat,
  input,
  first,
  rest,
  connections = CONNECTIONS,
  senders = addressOf,
}: Slow): Attack => ({
  name,
  async shoot(target, address) {
    const socket = await begun(target.url, address, [first(target), rest]);
    await Promise.race([closed(socket), new Promise((resolve) => setTimeout(resolve, SHOT_MILLISECONDS))]);
    socket.destroy();
  },
  async run(world: RunningWorld): Promise<Row> {
    const calm = await calmMilliseconds(world);
    const before = await usedBy(world);
    const most = await memoryWatch(world);
    const opening = Array.from({ length: connections }, (_, place) =>
      begun(world.url, senders(place), [first(world), rest]),
    );
    const sockets = await Promise.all(opening);
    const times: number[] = [];
    let refused = 0;
    for (let count = 0; count < 20; count++) {
      const { status, milliseconds } = await honestPost(world, HONEST, count % 2 === 0);
      times.push(milliseconds);
      if (status !== 201) refused += 1;
    }
    const memory = Math.round((most() - before.memory) / 2 ** 20);
    for (const socket of sockets) socket.destroy();
    const worst = Math.max(...times);
    return {
      threat,
      input: `${connections} × ${input}`,
      worst: `others waited ${Math.round(worst)} ms${refused > 0 ? `, ${refused} refused` : ""}`,
      memory,
      isHeld: refused === 0 && worst <= patience(calm) && memory <= MEMORY_MEGABYTES_MAX,
    };
  },
});

function begun(
  url: string,
  from: string,
  [first, rest]: readonly [string, Uint8Array | undefined],
): Promise<Socket> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), localAddress: from }, () => {
      socket.write(first);
      if (rest) socket.write(rest);
      resolve(socket);
    });
    // Closed by the other side: that is what it is to do.
    socket.on("error", () => resolve(socket));
  });
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once("close", () => resolve());
  });

const PIECES = Buffer.from("1\r\n \r\n".repeat(100_000));

const POST = "POST /v0/projects/honest/errors HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
const HALF = Buffer.alloc(2 * 2 ** 20, " ");

/** What slow clients can do. */
export const slowOnes: readonly Attack[] = [
  bySlowness({
    name: "slow-headers",
    threat: "headers that never end hold every connection",
    input: "half a header",
    first: () => "POST / HTTP/1.1\r\nhost: x\r\nx-half:",
  }),
  bySlowness({
    name: "slow-bodies",
    threat: "bodies that never end hold every connection of the edge",
    input: "10 of 1,000 bytes",
    first: ({ clientKey }) => `${POST}x-api-key: ${clientKey}\r\ncontent-length: 1000\r\n\r\n{"errors":[`,
  }),
  bySlowness({
    name: "half-sent-bodies",
    threat: "half-sent bodies fill the memory",
    input: "2 of 5 MB, with the client key",
    first: ({ clientKey }) => `${POST}x-api-key: ${clientKey}\r\ncontent-length: 5000000\r\n\r\n`,
    rest: HALF,
  }),
  bySlowness({
    name: "bodies-in-crumbs",
    threat: "a body in pieces of a byte costs a hundred times its size, in time and memory",
    input: "100,000 pieces of a byte",
    first: ({ clientKey }) => `${POST}x-api-key: ${clientKey}\r\ntransfer-encoding: chunked\r\n\r\n`,
    rest: PIECES,
    connections: 30,
    senders: (place) => `127.0.3.${1 + (place % 10)}`,
  }),
  bySlowness({
    name: "half-sent-bodies-without-a-key",
    threat: "half-sent bodies fill the memory before anybody asks for a key",
    input: "2 of 5 MB, without a key",
    first: () => `${POST}content-length: 5000000\r\n\r\n`,
    rest: HALF,
  }),
];
