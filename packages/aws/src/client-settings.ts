import { NodeHttpHandler } from "@smithy/node-http-handler";

/**
 * For a region in trouble: give up soon and let the caller go elsewhere, rather than wait as the SDK does
 * by default. Connections are kept: clients are made once, outside the handlers.
 */
export const clientSettings = (region: string) => ({
  region,
  maxAttempts: 2,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: 300,
    requestTimeout: 1000,
    throwOnRequestTimeout: true,
  }),
});
