import type { Project } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import { protocols } from "@faultline/protocols/all";
import type { Credential, Protocol, WireAnswer, WireRequest } from "@faultline/protocols/protocol";
import { refuseTooMany } from "@faultline/protocols/report-count";
import { type Context, Hono } from "hono";
import { forRequest } from "../ingest/deadline.js";
import { decode } from "../ingest/decode.js";
import { lookupLog } from "../ingest/fallback-store.js";
import { ingest, unavailable } from "../ingest/ingest.js";
import { gate } from "../ingest/semaphore.js";
import { METRICS } from "../metrics.js";
import { explain } from "../notify/explain.js";
import { type Ports, type Table, Unavailable } from "../ports.js";
import type { Authenticate, Scope } from "../projects/authenticate.js";
import { isBuiltIn } from "../projects/built-in.js";
import { ensureProject, projectByNumber, provisionalProject } from "../projects/projects.js";
import { mapShelf } from "../source-maps/map-cache.js";
import { readBody } from "./body.js";
import { openCors } from "./cors.js";
import { statusOf } from "./problem.js";
import type { Environment } from "./request-context.js";

/** A large body takes many times its size while it is parsed, so they are parsed one after the other. */
const LARGE_BYTES = 256 * 1024;
const largeOnes = gate(1);

/** Routes for every wire: what SDKs post to. */
export function receive(ports: Ports, authenticate: Authenticate): Hono<Environment> {
  const app = new Hono<Environment>();
  // Made of the region's ports, before a request comes with its own, whose time is soon over.
  mapShelf(ports);
  for (const protocol of protocols) {
    const cors = corsOf(protocol);
    for (const path of protocol.paths) {
      app.on(["OPTIONS", "POST"], path, cors);
      app.post(path, (c) => take(ports, authenticate, protocol, c));
    }
    addAsides(app, protocol, (path) => !isRest(path));
  }
  for (const protocol of protocols) addAsides(app, protocol, isRest);
  return app;
}

const isRest = (path: string): boolean => path.includes(":rest{");

function addAsides(app: Hono<Environment>, protocol: Protocol, isMeant: (path: string) => boolean): void {
  const meant = (protocol.asides ?? []).filter(({ path }) => isMeant(path));
  for (const { methods, path, answer } of meant) {
    app.on(["OPTIONS", ...methods], path, corsOf(protocol));
    app.on([...methods], path, async (c, next) => {
      const answered = answer(c.req.param());
      return answered ? toResponse(answered) : next();
    });
  }
}

const corsOf = ({ exposedHeaders }: Protocol) =>
  openCors({ methods: "POST, GET, PUT, OPTIONS", exposed: exposedHeaders });

async function take(
  ports: Ports,
  authenticate: Authenticate,
  protocol: Protocol,
  c: Context<Environment>,
): Promise<Response> {
  const line = { wire: protocol.name, ...c.get("line") };
  try {
    const request = await unpacked(protocol, await wireRequest(c));
    const work = () => accept(ports, authenticate, protocol, { request, c, line });
    return await (request.body.length > LARGE_BYTES ? largeOnes(work) : work());
  } catch (thrown) {
    // A refusal is told in the wire's own words; a bug goes on to the app's handler.
    const error = thrown instanceof Unavailable ? unavailable(ports) : thrown;
    if (!(error instanceof VisibleError)) throw error;
    ports.meter.count(METRICS.requestsRefused, 1);
    c.set("line", { ...line, outcome: error.code });
    return refusal(protocol, error, c.req.raw.headers);
  }
}

interface Received {
  readonly request: WireRequest;
  readonly c: Context<Environment>;
  readonly line: Record<string, unknown>;
}

async function accept(
  ports: Ports,
  authenticate: Authenticate,
  protocol: Protocol,
  { request, c, line }: Received,
): Promise<Response> {
  const credential = protocol.credential(request);
  const timed = forRequest(ports);
  const lookup = { ...timed, log: lookupLog(timed) };
  const scope = await scopeOf(authenticate, credential, lookup.log);
  const parsed = protocol.parse(request);
  refuseTooMany(parsed.reports.length);
  const project = await projectOf(lookup, scope, credential);
  const idempotencyKey = c.req.header("idempotency-key");
  const start = ports.clock.now();
  const posted = { project, parsed, idempotencyKey, origin: c.req.header("origin") };
  if (request.query.get("explain") === "1") return c.json(await explain(ports, posted));
  const receipt = await ingest(timed, posted);
  if (!isBuiltIn(project.name)) ports.meter.measure(METRICS.ingestMilliseconds, ports.clock.now() - start);
  const duplicates = receipt.outcomes.filter((outcome) => outcome.kind === "duplicate").length;
  const { rejected, outcomes } = receipt;
  const counts = { events: outcomes.length, duplicates, rejected: rejected.length };
  c.set("line", { ...line, outcome: "accepted", project: project.name, ...counts });
  const response = toResponse(protocol.answer(receipt, request));
  response.headers.set("x-faultline-accepted-by", receipt.acceptedBy);
  response.headers.set("x-faultline-durability", receipt.isDual ? "dual" : "region");
  return response;
}

async function wireRequest(c: Context): Promise<WireRequest> {
  const body = await decode(await readBody(c.req.raw), c.req.header("content-encoding"));
  const { searchParams: query } = new URL(c.req.url);
  return { path: c.req.path, params: c.req.param(), query, headers: c.req.raw.headers, body };
}

async function unpacked(protocol: Protocol, request: WireRequest): Promise<WireRequest> {
  const packed = protocol.packed?.(request);
  return packed ? { ...request, body: await decode(packed.body, packed.encoding) } : request;
}

async function scopeOf(
  authenticate: Authenticate,
  credential: Credential | undefined,
  log: Table,
): Promise<Scope> {
  if (!credential)
    throw new VisibleError(
      "unauthorized",
      "no_key",
      "Send a key: in the header x-api-key, or as your SDK does.",
    );
  const scope = await authenticate(credential.key, log);
  if (!scope)
    throw new VisibleError("forbidden", "wrong_key", "This key is not known here; it may have been revoked.");
  return scope;
}

/** The project named by path, number or key. The first error to a new name creates it, but not with another project's key. */
async function projectOf(ports: Ports, scope: Scope, credential: Credential | undefined): Promise<Project> {
  const named = await namedProject(ports, credential);
  if (scope.kind !== "project") {
    if (named !== undefined) return knownProject(ports, named);
    if (credential?.projectNumber !== undefined) throw unknownNumber();
    throw new VisibleError(
      "unprocessable",
      "no_project",
      "This key may post anywhere, so the address has to name the project.",
    );
  }
  // A project's key says enough: a number that stands for no project is a placeholder somebody left in a DSN.
  if (named === undefined || named === scope.project) return knownProject(ports, scope.project);
  throw new VisibleError(
    "forbidden",
    "not_allowed",
    "This key posts to another project; create a key for this one.",
  );
}

/**
 * The project, made in the other region when this one's table does not answer. When none does, the errors are kept
 * under the name they came with, and the project's settings count from the next ones on.
 */
async function knownProject(ports: Ports, name: string): Promise<Project> {
  const { peerLog, spool } = ports;
  const tables = [ports.log, ...(peerLog ? [peerLog] : [])];
  for (const log of tables) {
    try {
      return await ensureProject({ ...ports, log }, name);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
  if (!spool) throw new Unavailable("no table answers");
  return provisionalProject(ports, name);
}

async function namedProject(ports: Ports, credential: Credential | undefined): Promise<string | undefined> {
  if (credential?.project !== undefined) return credential.project;
  if (credential?.projectNumber === undefined) return undefined;
  return (await projectByNumber(ports, credential.projectNumber))?.name;
}

const unknownNumber = (): VisibleError =>
  new VisibleError(
    "not_found",
    "project_not_found",
    "No project has this number; copy the DSN from its setup page.",
  );

function refusal(protocol: Protocol, error: VisibleError, headers: Headers): Response {
  const response = toResponse(protocol.refuse(error, statusOf(error), headers));
  if (error.retryAfterSeconds !== undefined)
    response.headers.set("retry-after", String(error.retryAfterSeconds));
  return response;
}

function toResponse({ status, headers, body }: WireAnswer): Response {
  const isEmpty = body.length === 0;
  return new Response(isEmpty ? null : body, {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}
