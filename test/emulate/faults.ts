import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How a service can be ill. `lost`: it does what it is asked, and the answer does not come back. */
export const KINDS = ["reset", "hang", "throttle", "error", "page", "cut", "lost", "slow"] as const;
export type FaultKind = (typeof KINDS)[number];

/** Where it is ill: everywhere that is not named. */
export interface Fault {
  readonly kind: FaultKind;
  readonly service?: string;
  readonly region?: string;
  /** As IAM names it, without the service. */
  readonly operation?: string;
}

const SLOW_MILLISECONDS = 400;

/** Answers in the service's place. False when it is left to the service, maybe later. */
export async function playFault(
  { kind }: Fault,
  service: string,
  response: ServerResponse,
): Promise<boolean> {
  switch (kind) {
    case "reset":
      response.socket?.destroy();
      return true;
    case "hang":
      return true;
    case "throttle":
      refuse(
        response,
        service,
        service === "s3" ? 503 : 400,
        service === "s3" ? "SlowDown" : "ThrottlingException",
      );
      return true;
    case "error":
      refuse(response, service, 500, service === "s3" ? "InternalError" : "InternalServerError");
      return true;
    case "page":
      response
        .writeHead(503, { "content-type": "text/html" })
        .end("<html><h1>503 Service Unavailable</h1></html>");
      return true;
    case "cut":
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0", "content-length": "100" });
      response.write('{"Item":{"pk":');
      response.socket?.end();
      return true;
    case "slow":
      await sleep(SLOW_MILLISECONDS);
      return false;
    case "lost":
      return false;
  }
}

/** A refusal as the service words it. */
export function refuse(response: ServerResponse, service: string, status: number, code: string): void {
  const type = service === "s3" ? "application/xml" : "application/x-amz-json-1.0";
  const body =
    service === "s3"
      ? `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
      : JSON.stringify({ __type: code, message: code });
  response.writeHead(status, { "content-type": type, "x-amzn-errortype": code }).end(body);
}
