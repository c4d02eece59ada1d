import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { deliver, type Resolve } from "./http-sender.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

const ask = (url: string) => ({ method: "POST" as const, url, headers: {}, body: "{}" });

/** A resolver under an attacker's hand: whatever the name, this machine. */
const rebinding: Resolve = (_, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);
const named = "evil.example,rebind.example:8443,hooks.internal.example";

test.each([
  ["http://169.254.169.254/latest/meta-data/", /not allowed/],
  ["http://[fd00:ec2::254]/latest/meta-data/", /not allowed/],
  ["http://2852039166/latest/meta-data/", /not allowed/],
  ["http://0xA9FEA9FE/", /not allowed/],
  ["http://0251.0376.0251.0376/", /not allowed/],
  ["http://169.254.43518/", /not allowed/],
  ["http://[::ffff:169.254.169.254]/", /not allowed/],
  ["http://[::ffff:a9fe:a9fe]/", /not allowed/],
  ["http://metadata.google.internal/", /not allowed/],
  ["http://127.0.0.1/", /not allowed/],
  ["http://127.1/", /not allowed/],
  ["http://2130706433/", /not allowed/],
  ["http://0/", /not allowed/],
  ["http://localhost/", /not allowed/],
  ["http://[::1]/", /not allowed/],
  ["http://[::]/", /not allowed/],
  ["http://10.0.0.1/", /not allowed/],
  ["https://hooks.slack.com@127.0.0.1/", /user and password/],
  ["https://hooks.slack.com:pass@evil.example/", /user and password/],
  ["https://hooks.slack.com.evil.example/", /not allowed/],
  ["https://hooks.slack.com:22/", /not allowed/],
  ["http://hooks.slack.com/services/x", /not allowed/],
  ["https://evil.example:8080/", /not allowed/],
  ["file:///etc/passwd", /not HTTP/],
  ["gopher://127.0.0.1:6379/_FLUSHALL", /not HTTP/],
  ["not an address", /not an address/],
  ["https://evil.example/rebound", /leads to 127\.0\.0\.1, which is not public/],
  ["https://rebind.example:8443/", /leads to 127\.0\.0\.1, which is not public/],
  ["https://hooks.slack.com/services/x", /leads to 127\.0\.0\.1, which is not public/],
])("%s is refused, with the reason", async (url, reason) => {
  const sent = await deliver(named, { resolve: rebinding })(ask(url));
  expect(sent.kind).toBe("forbidden");
  expect("reason" in sent && sent.reason).toMatch(reason);
});

test.each([
  "169.254.169.254",
  "10.1.2.3",
  "192.168.0.1",
  "100.64.0.1",
  "::1",
  "fd00::1",
  "fe80::1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "64:ff9b:1::a00:1",
  "2002:7f00:1::",
  "::7f00:1",
  "::a9fe:a9fe",
  "::",
  "0.0.0.0",
  "192.0.0.192",
  "198.18.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "224.0.0.1",
  "ff02::1",
  "2001:0:7f00:1::",
])("a name that leads to %s is refused", async (address) => {
  const resolve: Resolve = (_, done) => done(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  expect((await deliver("evil.example", { resolve })(ask("https://evil.example/"))).kind).toBe("forbidden");
});

test("an address the operator named is asked, and answers", async () => {
  const port = await serve((request, response) => response.end(`${request.method} ${request.url}`));
  const sent = await deliver(`127.0.0.1:${port}`)(ask(`http://127.0.0.1:${port}/hook`));
  expect(sent).toMatchObject({ kind: "answered", answer: { status: 200, body: "POST /hook" } });
});

test("a redirect is an answer, not a way on", async () => {
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.writeHead(302, { location: "http://169.254.169.254/" }).end();
  });
  const sent = await deliver(`127.0.0.1:${port}`)(ask(`http://127.0.0.1:${port}/`));
  expect(sent).toMatchObject({ kind: "answered", answer: { status: 302 } });
  expect(asked).toBe(1);
});

test("of an endless answer 64 KB are read", async () => {
  const port = await serve((_, response) => {
    const more = (): void => {
      if (!response.destroyed && response.write("x".repeat(16_384))) setImmediate(more);
      else response.once("drain", more);
    };
    more();
  });
  const sent = await deliver(`127.0.0.1:${port}`)(ask(`http://127.0.0.1:${port}/`));
  expect(sent.kind === "answered" && sent.answer.body.length).toBe(64 * 1024);
});

test("a socket that closes, and one that nobody opens, are unreachable", async () => {
  const port = await serve((request) => request.socket.destroy());
  expect((await deliver(`127.0.0.1:${port}`)(ask(`http://127.0.0.1:${port}/`))).kind).toBe("unreachable");
  expect((await deliver("127.0.0.1:9")(ask("http://127.0.0.1:9/"))).kind).toBe("unreachable");
});
