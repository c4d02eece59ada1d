import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A destination on this machine that takes every message, and numbers tickets as GitHub does. */
export async function destination(): Promise<{ readonly server: Server; readonly host: string }> {
  let tickets = 40;
  const server = createServer((request, response) => {
    request.resume();
    const { method, url = "" } = request;
    const isNew = method === "POST" && url.endsWith("/issues");
    const asked = /\/issues\/(\d+)/.exec(url)?.[1];
    const number = isNew ? ++tickets : Number(asked ?? tickets);
    const ticket = {
      number,
      state: "open",
      html_url: `https://github.example.com/acme/shop/issues/${number}`,
    };
    response.writeHead(method === "POST" && url.includes("/issues") ? 201 : 200, {
      "content-type": "application/json",
    });
    const isSearch = method === "GET" && asked === undefined;
    response.end(JSON.stringify(isSearch ? { total_count: 0, items: [] } : { id: number, ...ticket }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, host: `127.0.0.1:${port}` };
}
