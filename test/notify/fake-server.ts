import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What a destination may do to a request. `lost`: it does what it is asked, and its answer never comes. */
type Trouble = "limited" | "broken" | "silent" | "closed" | "lost";
export const TROUBLES: readonly Trouble[] = ["limited", "broken", "silent", "closed", "lost"];

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  /** Parsed, when it was JSON. */
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeServer {
  readonly host: string;
  readonly url: string;
  /** `POST /path` of each request that was answered as it should be. */
  readonly calls: string[];
  /** What the vendor would have refused, and why. */
  readonly wrong: string[];
  /** What happens to the next requests, one after the other. */
  readonly troubles: (Trouble | "no")[];
  close(): void;
}

/** A destination on a port of its own. An error that `answer` throws is a request the vendor does not take. */
export async function fakeServer(answer: (asked: Asked) => Reply, limited: Reply): Promise<FakeServer> {
  const calls: string[] = [];
  const wrong: string[] = [];
  const troubles: (Trouble | "no")[] = [];

  function reply(asked: Asked): Reply {
    try {
      const made = answer(asked);
      calls.push(`${asked.method} ${asked.url.pathname}`);
      return made;
    } catch (error) {
      wrong.push(`${asked.method} ${asked.url.pathname}: ${String(error)}`);
      return { status: 422, body: { message: "Validation Failed" } };
    }
  }

  const server = createServer(async (request, response) => {
    const asked = await read(request);
    const trouble = troubles.shift();
    if (trouble === "silent") return;
    if (trouble === "lost") reply(asked);
    if (trouble === "lost" || trouble === "closed") return void request.socket.destroy();
    if (trouble === "broken") return send(response, { status: 502, body: "<h1>Bad gateway</h1>" });
    send(response, trouble === "limited" ? limited : reply(asked));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    host,
    url: `http://${host}`,
    calls,
    wrong,
    troubles,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const { method = "", url = "", headers } = request;
  return {
    method,
    url: new URL(url, "http://fake"),
    headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}
