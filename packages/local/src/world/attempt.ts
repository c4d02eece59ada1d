import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import { pipeline, type Readable, type Writable } from "node:stream";
import { BodyInCrumbs } from "../region/crumbs.js";
import type { Forwarded } from "./forwarded.js";
import { type Passage, wantedPieces } from "./wanted-pieces.js";

/**
 * How it ended. `unsent`: no connection, so nothing was asked; `cut`: nobody knows whether it was carried out; `crumbs`: its
 * body was not taken for its many small pieces.
 */
export type Attempt = "answered" | "unsent" | "cut" | "crumbs";

const CONNECT_TIMEOUT = 2000;

/** Asks the region at a port, and hands its answer on. Never rejects. */
export function attempt(
  { method, path, headers, body }: Forwarded,
  response: ServerResponse,
  { agent, port }: { readonly agent: Agent; readonly port: number },
): Promise<Attempt> {
  return new Promise((resolve) => {
    const onward = send({ agent, host: "127.0.0.1", port, method, path, headers, timeout: CONNECT_TIMEOUT });
    let isConnected = false;
    const passage: Passage = { isStopped: false };
    onConnected(onward, () => {
      isConnected = true;
      // Not before: what was read from the client could not be sent elsewhere.
      if (Buffer.isBuffer(body)) onward.end(body);
      else handOn(wantedPieces(body, passage), onward);
    });
    onward.on("response", (answer) => {
      if (answer.statusCode === 503 && "complete" in body && !body.complete) {
        passage.isStopped = true;
        closeSoon(body, response);
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      handOn(answer, response);
      resolve("answered");
    });
    onward.on("timeout", () => onward.socket?.connecting && onward.destroy(new Error("connect timed out")));
    onward.on("error", () => {
      if ("errored" in body && body.errored instanceof BodyInCrumbs) resolve("crumbs");
      else resolve(isConnected ? "cut" : "unsent");
    });
  });
}

/** All of it, unless either side ends before. To one that has ended, `pipeline` of Node 24 throws. */
function handOn(from: Readable | AsyncGenerator<Buffer>, to: Writable): void {
  if (!to.destroyed) pipeline(from, to, () => undefined);
  else if ("destroy" in from) from.destroy();
}

const LISTEN_MILLISECONDS = 1_000;

/** What still comes is not read: the client has a second to hear why. */
function closeSoon({ socket }: IncomingMessage, response: ServerResponse): void {
  response.once("finish", () => setTimeout(() => socket.destroy(), LISTEN_MILLISECONDS).unref());
}

function onConnected(onward: ClientRequest, act: () => void): void {
  onward.on("socket", (socket) => {
    if (socket.connecting) socket.once("connect", act);
    else act();
  });
}
