import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type Asked, deedsOf, scopeOf } from "./deeds.js";
import { type Fault, playFault, refuse } from "./faults.js";
import type { Deed, Policies } from "./policies.js";

/** A call as it was counted. */
interface Counted {
  readonly who: string;
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  readonly bytes: number;
}

export interface Endpoint {
  readonly url: string;
  /** Every call so far. */
  readonly calls: readonly Counted[];
  /** What is ill now. */
  readonly faults: Fault[];
  /** Regions none of whose services answers. */
  readonly dead: Set<string>;
  close(): void;
}

/** Nothing of a region that is gone answers. */
const DEAD: Fault = { kind: "reset" };

/** Route 53's observations, which the emulator has not: by the id of a health check, whether its checkers succeed. */
type HealthOf = (id: string) => Promise<boolean>;

/**
 * What the functions take for AWS: the emulator, with each function's own policies enforced, every call counted, and
 * whatever is to be ill. Who asks, and where, is in the signature of each request.
 */
export async function startEndpoint(
  emulator: string,
  policies: Policies,
  healthOf: HealthOf,
): Promise<Endpoint> {
  const calls: Counted[] = [];
  const faults: Fault[] = [];
  const dead = new Set<string>();
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.socket?.destroy());
  });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await askedIn(incoming);
    const scope = scopeOf(asked);
    const { who, service, region } = scope;
    const deeds = deedsOf(asked, scope);
    const operations = deeds.map(({ action }) => action.slice(action.indexOf(":") + 1));
    calls.push({ who, service, region, operation: operations[0] ?? "", bytes: asked.body.length });
    const fault = dead.has(region) ? DEAD : faults.find((one) => isMeant(one, service, region, operations));
    if (fault && (await playFault(fault, service, response))) return;
    // Each of them is judged, so that what is used is known.
    if (deeds.map((deed) => policies.allows(who, deed)).includes(false))
      return refuseAccess(response, service);
    const served = await serve(asked, deeds, who);
    if (fault?.kind === "lost") return void response.socket?.destroy();
    if (served === "forbidden") return refuseAccess(response, service);
    response.writeHead(served.status, served.headers).end(served.body);
  }

  async function serve(asked: Asked, deeds: readonly Deed[], who: string): Promise<Answered | "forbidden"> {
    const [{ action, resource } = { action: "", resource: "" }] = deeds;
    if (action.startsWith("route53:")) return observed(await healthOf(resource.split("/").at(-1) ?? ""));
    const answered = await forwarded(emulator, asked, agent);
    // To who may not list a bucket S3 says "forbidden" of an object that is not there.
    const listing = { action: "s3:ListBucket", resource: resource.split("/")[0] ?? "" };
    const isHidden = action === "s3:GetObject" && answered.status === 404 && !policies.would(who, listing);
    return isHidden ? "forbidden" : answered;
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    url,
    calls,
    faults,
    dead,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

const isMeant = (fault: Fault, service: string, region: string, operations: readonly string[]): boolean =>
  (fault.service === undefined || fault.service === service) &&
  (fault.region === undefined || fault.region === region) &&
  (fault.operation === undefined || operations.includes(fault.operation));

async function askedIn(incoming: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { method = "GET", url = "/", headers } = incoming;
  return { method, url, headers, body: Buffer.concat(chunks) };
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function forwarded(emulator: string, { method, url, headers, body }: Asked, agent: Agent): Promise<Answered> {
  const { hostname, port } = new URL(emulator);
  return new Promise((resolve, reject) => {
    const out = request({ hostname, port, method, path: url, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 500,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
      response.on("error", reject);
    });
    out.on("error", reject);
    out.end(body);
  });
}

/** Fifteen checkers that all see the same. */
function observed(isHealthy: boolean): Answered {
  const at = new Date().toISOString();
  const status = isHealthy ? "Success: HTTP Status Code 200, OK" : "Failure: no answer";
  const one = `<HealthCheckObservation><Region>us-east-1</Region><IPAddress>192.0.2.1</IPAddress><StatusReport><Status>${status}</Status><CheckedTime>${at}</CheckedTime></StatusReport></HealthCheckObservation>`;
  const body = `<?xml version="1.0"?><GetHealthCheckStatusResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthCheckObservations>${one.repeat(15)}</HealthCheckObservations></GetHealthCheckStatusResponse>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(body) };
}

const refuseAccess = (response: ServerResponse, service: string): void =>
  service === "s3"
    ? refuse(response, service, 403, "AccessDenied")
    : refuse(response, service, 400, "AccessDeniedException");
