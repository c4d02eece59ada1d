/** A request as it comes to API Gateway. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: Uint8Array;
}

/**
 * The event an HTTP API hands to its function, payload format 2.0. Bodies that are no text come in base64; of a path
 * only what it decodes to.
 */
export function apiEvent({ method, path, query = "", headers = {}, cookies, body }: ApiRequest) {
  const text = body && Buffer.from(body).toString("utf8");
  const isText = body === undefined || Buffer.from(text ?? "", "utf8").equals(Buffer.from(body));
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    headers: { host: "errors.example.com", ...headers },
    ...(cookies && { cookies }),
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "errors.example.com",
      domainPrefix: "errors",
      requestId: "request-1",
      routeKey: "$default",
      stage: "$default",
      time: "24/Nov/2026:12:00:00 +0000",
      timeEpoch: 1_795_521_600_000,
      http: {
        method,
        path: decodeURIComponent(path),
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: headers["user-agent"] ?? "",
      },
    },
    ...(body && { body: isText ? text : Buffer.from(body).toString("base64") }),
    isBase64Encoded: !isText,
  };
}
