import { createAdaptorServer } from "@hono/node-server";

/** A server of this process that takes envelopes. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

type Fetch = Parameters<typeof createAdaptorServer>[0]["fetch"];

/** Serves on a free port. `path` is where envelopes go, `close` what has to be closed afterwards. */
export async function serve(fetch: Fetch, path: string, close: () => Promise<void>): Promise<Served> {
  // A client is idle while others are measured.
  const server = createAdaptorServer({ fetch, serverOptions: { keepAliveTimeout: 600_000 } });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async stop() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
      await close();
    },
  };
}
