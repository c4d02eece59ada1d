import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A destination on this machine that takes every message, and numbers tickets as GitHub does. */
export async function destination(): Promise<{ readonly server: Server; readonly host: string }> {
  let tickets = 40;
  const server = createServer((request, response) => {
    request.resume();
    const isNew = request.method === "POST" && request.url?.endsWith("/issues");
    const number = isNew ? ++tickets : tickets;
    const ticket = {
      number,
      state: "open",
      html_url: `https://github.example.com/acme/shop/issues/${number}`,
    };
    response.writeHead(isNew ? 201 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(request.method === "GET" ? { total_count: 0, items: [] } : ticket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, host: `127.0.0.1:${port}` };
}
