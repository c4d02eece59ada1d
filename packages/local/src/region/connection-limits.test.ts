import { createServer, get, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  limitConnections,
  limitedServer,
} from "./connection-limits.js";

const started: { server: Server; sockets: Socket[] }[] = [];
afterEach(() => {
  for (const { server, sockets } of started.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  }
});

/** A server of these limits that answers once it has the whole request. */
async function served(limits: Partial<ConnectionLimits>) {
  const all = { ...CONNECTION_LIMITS, ...limits };
  const sockets: Socket[] = [];
  const server = createServer(limitedServer(all), (request, response) => {
    request.on("end", () => response.end("whole")).resume();
  });
  limitConnections(server, all);
  started.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const open = (from: string, text: string): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1", localAddress: from }, () => resolve(socket));
      socket.on("error", () => undefined);
      socket.write(text);
      sockets.push(socket);
    });
  const answer = (from: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      get({ port, host: "127.0.0.1", localAddress: from, agent: false }, (response) =>
        resolve(response.resume().statusCode),
      ).on("error", () => resolve(undefined));
    });
  return { open, answer };
}

const ended = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let told = "";
    socket.on("data", (chunk) => {
      told += chunk;
    });
    socket.once("close", () => resolve(told));
  });

const HALF = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf";

test("an address may hold a message of thousands of characters, and not without end", async () => {
  const { open } = await served({});
  const asked = async (characters: number): Promise<string> =>
    ended(
      await open(
        "127.0.0.1",
        `GET /${"%E5%9C%A8".repeat(characters)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      ),
    );
  expect(await asked(8_192)).toContain("200 OK");
  expect(await asked(20_000)).toContain("431");
});

test("who takes too long for a header or a body is told so, and closed", async () => {
  const { open } = await served({ headerMilliseconds: 150, requestMilliseconds: 300 });
  const [header, body] = await Promise.all([
    open("127.0.0.1", "POST / HTTP/1.1\r\nhost:").then(ended),
    open("127.0.0.1", HALF).then(ended),
  ]);
  expect(header).toContain("408");
  expect(body).toContain("408");
});

test("three hundred slow bodies keep nobody waiting", async () => {
  const { open, answer } = await served({});
  await Promise.all(Array.from({ length: 300 }, () => open("127.0.0.1", HALF)));
  expect(await answer("127.0.0.1")).toBe(200);
});

test("an address has its connections, others theirs, and a proxy of this machine stands for many", async () => {
  const { open, answer } = await served({ perAddress: 20 });
  await Promise.all(Array.from({ length: 20 }, () => open("127.0.0.2", HALF)));
  await Promise.all(Array.from({ length: 40 }, () => open("127.0.0.1", HALF)));
  expect(await answer("127.0.0.2")).toBeUndefined();
  expect(await answer("127.0.0.3")).toBe(200);
  expect(await answer("127.0.0.1")).toBe(200);
});

test("when there are too many in all, whoever has most loses the oldest", async () => {
  const { open, answer } = await served({ inAll: 30 });
  const hog: Socket[] = [];
  for (let count = 0; count < 30; count++) hog.push(await open("127.0.0.2", HALF));
  const [oldest] = hog;
  const closed = oldest && ended(oldest);
  expect(await answer("127.0.0.3")).toBe(200);
  await closed;
  expect(hog.filter(({ destroyed }) => destroyed)).toEqual([oldest]);
});

const inPieces = (pieces: number, bytes: number): string =>
  `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n${`${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`.repeat(pieces)}0\r\n\r\n`;

test("who sends a body in pieces of a byte is not listened to for a while, and others are", async () => {
  const { open, answer } = await served({});
  expect(await ended(await open("127.0.0.2", inPieces(100_000, 1)))).not.toContain("200 OK");
  expect(await answer("127.0.0.2")).toBeUndefined();
  expect(await answer("127.0.0.3")).toBe(200);
});

test("a proxy of this machine that hands such a body on is listened to, and so is who has only small pieces", async () => {
  const { open, answer } = await served({});
  expect(await ended(await open("127.0.0.1", inPieces(100_000, 1)))).not.toContain("200 OK");
  expect(await answer("127.0.0.1")).toBe(200);
  expect(await ended(await open("127.0.0.2", inPieces(20_000, 16)))).toContain("200 OK");
  expect(await answer("127.0.0.2")).toBe(200);
});

test("an address that was shut out is listened to again", async () => {
  const { open, answer } = await served({ shutOutMilliseconds: 0 });
  await ended(await open("127.0.0.2", inPieces(100_000, 1)));
  expect(await answer("127.0.0.2")).toBe(200);
});
