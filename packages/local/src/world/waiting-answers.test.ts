import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { pipeline, Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holder } from "./forwarded.js";
import { closeWithConnection } from "./waiting-answers.js";

const BODY = "x".repeat(100);
const POST = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
let hold = holder();
let server: Server;
let held: (number | undefined)[] = [];
let answers: Readable[] = [];

/** Each answer has an end nobody waits for. */
beforeEach(async () => {
  [hold, held, answers] = [holder(2 * BODY.length), [], []];
  server = createServer(async (request, response) => {
    closeWithConnection(request, response);
    held.push((await hold(request, response))?.length);
    const answer = new Readable({ read: () => undefined });
    answers.push(answer);
    pipeline(answer, response, () => undefined);
    server.emit("answering");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A client asks twice over one connection, and goes before either answer has come. */
async function goneAfterAskingTwice(): Promise<void> {
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const before = answers.length;
  const accepted = once(server, "connection");
  const socket = connect(port, "127.0.0.1", () => socket.write(POST + POST));
  const [connection] = await accepted;
  while (answers.length < before + 2) await once(server, "answering");
  const closed = once(connection, "close");
  socket.destroy();
  await closed;
}

test("the room of both bodies is free again", async () => {
  for (let client = 1; client <= 3; client++) await goneAfterAskingTwice();
  expect(held).toEqual(Array(6).fill(BODY.length));
});

test("what was to be written to either is let go of", async () => {
  await goneAfterAskingTwice();
  expect(answers.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});
