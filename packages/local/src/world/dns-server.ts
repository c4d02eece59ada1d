import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import { answerTo, datagramTo, type Lookup } from "./dns-message.js";

export const LENGTH_BYTES = 2;
const IDLE_MILLISECONDS = 5000;

/** A DNS server over UDP and TCP. Gives back how to stop it. Rejects when the port is taken. */
export async function dnsServer(port: number, lookup: Lookup): Promise<() => Promise<void>> {
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => answerDatagram(udp, message, from, lookup));
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    runFlow(socket, lookup);
  });
  await Promise.all([
    listening((ready, failed) => udp.once("error", failed).bind(port, "127.0.0.1", ready)),
    listening((ready, failed) => tcp.once("error", failed).listen(port, "127.0.0.1", ready)),
  ]);
  return async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
  };
}

/** Answers who asked. Port 0 is nobody's, and may stand in a datagram all the same. */
export function answerDatagram(
  udp: Pick<UdpSocket, "send">,
  message: Buffer,
  { address, port }: Pick<RemoteInfo, "address" | "port">,
  lookup: Lookup,
): void {
  const reply = port > 0 ? datagramTo(message, lookup) : undefined;
  // An answer that could not be sent is one that was lost: it is asked for again.
  if (reply) udp.send(reply, port, address, () => undefined);
}

/** Answers each message of a connection, in order. Over TCP a message follows its length. */
function runFlow(socket: Socket, lookup: Lookup): void {
  let received = Buffer.alloc(0);
  socket.setTimeout(IDLE_MILLISECONDS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= LENGTH_BYTES && received.length >= LENGTH_BYTES + received.readUInt16BE()) {
      const end = LENGTH_BYTES + received.readUInt16BE();
      const reply = answerTo(received.subarray(LENGTH_BYTES, end), lookup);
      received = received.subarray(end);
      if (reply) socket.write(withLength(reply));
    }
  });
}

const listening = (start: (ready: () => void, failed: (error: Error) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start(resolve, reject));

/** A message as it goes over TCP. */
export function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
