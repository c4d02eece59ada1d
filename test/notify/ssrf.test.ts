import { createServer, type Server } from "node:http";
import { listConfigs } from "@faultline/service/notify/configs";
import { deliver, type Resolve } from "@faultline/service/notify/http-sender";
import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { afterAll, beforeAll, expect, test } from "vitest";

// Whoever may post errors names where to tell of them. Nobody is asked who must not be, and the reason is kept.

/** A resolver under an attacker's hand: a public address at first, this machine when it is connected to. */
const rebinding: Resolve = (host, done) =>
  done(null, [{ address: host === "named.example" ? "10.0.0.9" : "127.0.0.1", family: 4 }]);

let server: Server;
let asked = 0;
let port = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    const location = `http://127.0.0.1:${port}/inside`;
    if (request.url === "/redirects") response.writeHead(302, { location }).end();
    else response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => server.close());

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["http://169.254.169.254/latest/meta-data/iam/", /169\.254\.169\.254 is not allowed/],
  ["http://[fd00:ec2::254]/latest/", /\[fd00:ec2::254\] is not allowed/],
  ["http://2852039166/latest/", /169\.254\.169\.254 is not allowed/],
  ["http://0xA9FEA9FE/", /169\.254\.169\.254 is not allowed/],
  ["http://0xa9.0xfe.0xa9.0xfe/", /169\.254\.169\.254 is not allowed/],
  ["http://0251.0376.0251.0376/", /169\.254\.169\.254 is not allowed/],
  ["http://169.254.43518/", /169\.254\.169\.254 is not allowed/],
  ["http://169.254.169.254./", /169\.254\.169\.254\.? is not allowed/],
  ["http://[::ffff:169.254.169.254]/", /\[::ffff:a9fe:a9fe\] is not allowed/],
  ["http://[::ffff:a9fe:a9fe]/", /\[::ffff:a9fe:a9fe\] is not allowed/],
  ["http://[64:ff9b::a9fe:a9fe]/", /\[64:ff9b::a9fe:a9fe\] is not allowed/],
  ["http://[2002:a9fe:a9fe::]/", /\[2002:a9fe:a9fe::\] is not allowed/],
  ["http://metadata.google.internal/computeMetadata/v1/", /metadata\.google\.internal is not allowed/],
  ["http://127.0.0.1/", /127\.0\.0\.1 is not allowed/],
  ["http://127.1:6379/", /127\.0\.0\.1:6379 is not allowed/],
  ["http://2130706433/", /127\.0\.0\.1 is not allowed/],
  ["http://0/", /0\.0\.0\.0 is not allowed/],
  ["http://localhost:3001/v1/projects", /localhost:3001 is not allowed/],
  ["http://[::1]/", /\[::1\] is not allowed/],
  ["http://[::]/", /\[::\] is not allowed/],
  ["https://hooks.slack.com@127.0.0.1/", /user and password/],
  ["https://hooks.slack.com:x@evil.example/", /user and password/],
  ["https://hooks.slack.com.evil.example/", /hooks\.slack\.com\.evil\.example is not allowed/],
  ["https://hooks.slack.com:22/", /hooks\.slack\.com:22 is not allowed/],
  ["http://hooks.slack.com/services/x", /hooks\.slack\.com is not allowed/],
  ["https://hooks.slack.com/services/rebound", /leads to 127\.0\.0\.1, which is not public/],
  ["https://hooks.slack.com./services/rebound", /leads to 127\.0\.0\.1, which is not public/],
  ["https://named.example/rebound", /leads to 10\.0\.0\.9, which is not public/],
];

async function decisionsOf(url: string, allowed: string) {
  const world = notifyWorld(deliver(allowed, { resolve: rebinding }));
  await world.post(world.a, [broken("e1")], [{ type: "webhook", url }]);
  await world.settle();
  return { decisions: await world.deliveries(), configs: await listConfigs(world.a.ports, "shop") };
}

test.each(REFUSED)("%s is asked for nothing, and the deliveries say why", async (url, reason) => {
  const { decisions } = await decisionsOf(url, "named.example");
  expect(decisions).toHaveLength(1);
  expect(decisions[0]).toMatchObject({ outcome: "failed", reason: expect.stringMatching(reason) });
  expect(asked).toBe(0);
});

test("a redirect into the network is not followed, and the deliveries say so", async () => {
  const { decisions } = await decisionsOf(`http://127.0.0.1:${port}/redirects`, `127.0.0.1:${port}`);
  expect(decisions[0]).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(/^answered 302.*not followed/),
  });
  expect(asked).toBe(1);
});

test.each(["file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "ftp://10.0.0.1/", "//10.0.0.1/", ""])(
  "%s is no address of a webhook, which the answer to the POST says",
  async (url) => {
    const world = notifyWorld(deliver("", { resolve: rebinding }));
    const { warnings } = await world.post(world.a, [broken("e1")], [{ type: "webhook", url }]);
    expect(warnings).toEqual([expect.stringMatching(/^notifications\.0: webhook: url: /)]);
  },
);
