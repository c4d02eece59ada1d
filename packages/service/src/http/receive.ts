import { senderOf } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import { protocols } from "@faultline/protocols/all";
import { rejectedOf, storedOf } from "@faultline/protocols/outcomes";
import type { Protocol, Receipt, WireAnswer, WireRequest } from "@faultline/protocols/protocol";
import { refuseTooMany } from "@faultline/protocols/report-count";
import { type Context, Hono } from "hono";
import { bodyMemory, type OpenShare } from "../ingest/body-memory.js";
import { forRequest, type InTime } from "../ingest/deadline.js";
import { type Ingest, ingest, unavailable } from "../ingest/ingest.js";
import { type Quotas, quotas, type Sender } from "../ingest/quotas.js";
import { turns } from "../ingest/turns.js";
import { METRICS } from "../metrics.js";
import { type Ports, Unavailable } from "../ports.js";
import type { Authenticate } from "../projects/authenticate.js";
import { isBuiltIn } from "../projects/built-in.js";
import { noteDeploy } from "../projects/deploys.js";
import type { KnownProjects } from "../projects/known-projects.js";
import { mapCache } from "../source-maps/map-cache.js";
import { incomingBody, tooLarge } from "./body.js";
import { callerAddress } from "./caller-address.js";
import { openCors } from "./cors.js";
import { projectOf } from "./posted-project.js";
import { statusOf } from "./problem.js";
import type { Environment } from "./request-context.js";
import { type Caller, headOf, identify, requestOf } from "./wire-request.js";

/** A large body takes many times its size while it is parsed, so they are parsed one after the other. */
const LARGE_BYTES = 256 * 1024;
const largeOnes = turns(1);

/**
 * Reading and redacting one takes milliseconds in which nobody else is answered: in each turn of the event loop one begins, by
 * sender in turn, and small ones come in between.
 */
const HEAVY_BYTES = 16 * 1024;
const heavyOnes = turns(1);
const nextTurn = (): Promise<void> => new Promise((begin) => setImmediate(begin));

/** Each is looked up and judged by itself, and nobody reads more. */
const EXPLAINED_MAX = 100;
const EXPLAINED_BYTES_MAX = 128 * 1024;

/** What the bodies of all requests under way may take together, sent or decompressed. */
const BODIES_BYTES_MAX = 64 * 1024 * 1024;

/** Routes for every wire: what SDKs post to. */
export function receive(
  ports: Ports,
  authenticate: Authenticate,
  projects: KnownProjects,
): Hono<Environment> {
  const app = new Hono<Environment>();
  // Made of the region's ports, before a request comes with its own, whose time is soon over.
  mapCache(ports);
  const share = bodyMemory(BODIES_BYTES_MAX);
  const receiver = {
    ports,
    authenticate,
    projects,
    share,
    limits: quotas(ports.clock, ports.settings.quotas),
  };
  for (const protocol of protocols) {
    const cors = corsOf(protocol);
    for (const path of protocol.paths) {
      app.on(["OPTIONS", "POST"], path, cors);
      app.post(path, (c) => take(receiver, protocol, c, accept));
    }
    addDeploys(app, receiver, protocol);
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
  openCors({ methods: "POST, GET, PUT, PATCH, OPTIONS", exposed: exposedHeaders });

function addDeploys(app: Hono<Environment>, receiver: Receiver, protocol: Protocol): void {
  const { deploys } = protocol;
  if (!deploys) return;
  const wire = { ...protocol, credentialIn: deploys.credentialIn ?? protocol.credentialIn };
  for (const path of deploys.paths) {
    app.on("OPTIONS", path, corsOf(protocol));
    app.post(path, corsOf(protocol), (c) =>
      take(receiver, wire, c, async ({ limits, projects }, _, received) => {
        const { request, caller, ports } = received;
        const release = deploys.releaseOf(request);
        const project = await projectOf(ports, projects, caller, () => limits.newProject(senderIn(received)));
        if (release !== undefined) await noteDeploy(ports, project.name, release);
        c.set("line", { ...received.line, outcome: "deploy", project: project.name });
        return toResponse(deploys.answer());
      }),
    );
  }
}

interface Receiver {
  readonly ports: Ports;
  readonly authenticate: Authenticate;
  readonly projects: KnownProjects;
  readonly share: OpenShare;
  readonly limits: Quotas;
}

/** What is made of a request whose sender is known. */
type Work = (receiver: Receiver, protocol: Protocol, received: Received) => Promise<Response>;

async function take(
  receiver: Receiver,
  protocol: Protocol,
  c: Context<Environment>,
  done: Work,
): Promise<Response> {
  const ports = forRequest(receiver.ports);
  const line = { wire: protocol.name, ...c.get("line") };
  const address = callerAddress(c);
  await protocol.load?.();
  const share = receiver.share(address, Number(c.req.header("content-length")) || 0);
  try {
    const head = headOf(c);
    const body = incomingBody(c.req.raw, { env: c.env, share });
    const caller = await identify(receiver.authenticate, protocol, { head, body, log: ports.lookups });
    const isOurs = caller.scope.kind === "internal";
    if (!isOurs) receiver.limits.refuse({ keyHash: caller.keyHash, address }, caller.project);
    const who = `${address} ${caller.keyHash}`;
    const weigh = isOurs ? undefined : await ports.room?.(who);
    const request = await requestOf(protocol, head, body, { who, share });
    weigh?.(request.body.length);
    const work = async () => {
      if (request.body.length > HEAVY_BYTES) await heavyOnes(who, nextTurn, share.signal);
      share.pin();
      return done(receiver, protocol, { request, caller, address, ports, c, line });
    };
    const isLarge = request.body.length > LARGE_BYTES;
    return await (isLarge ? largeOnes(who, work, share.signal) : work());
  } catch (thrown) {
    // A refusal is told in the wire's own words; a bug goes on to the app's handler.
    const error = thrown instanceof Unavailable ? unavailable(ports, thrown) : thrown;
    if (!(error instanceof VisibleError)) throw error;
    ports.meter.count(METRICS.requestsRefused, 1);
    c.set("line", { ...line, outcome: error.code });
    return refusal(protocol, error, c.req.raw.headers);
  } finally {
    share.release();
  }
}

/** Asked for by people who set an SDK up: loaded when it is. */
const explained = async (ports: Received["ports"], posted: Ingest): Promise<object> =>
  (await import("../notify/explain.js")).explain(ports, posted);

const tooLongToExplain = (): VisibleError =>
  new VisibleError("too_large", "too_large", "What is to be explained may have 128 KB: send fewer errors.");

interface Received {
  readonly request: WireRequest;
  readonly caller: Caller;
  readonly address: string;
  readonly ports: InTime<Ports>;
  readonly c: Context<Environment>;
  readonly line: Record<string, unknown>;
}

async function accept(
  { limits, projects }: Receiver,
  protocol: Protocol,
  received: Received,
): Promise<Response> {
  const { request, caller, ports, c, line } = received;
  const isExplained = request.query.get("explain") === "1";
  if (isExplained && request.body.length > EXPLAINED_BYTES_MAX) throw tooLongToExplain();
  const parsed = protocol.parse(request);
  // What was cut off may have been all there was.
  if (request.isCut && parsed.reports.length === 0) throw tooLarge();
  refuseTooMany(parsed.reports.length, isExplained ? EXPLAINED_MAX : undefined);
  const project = await projectOf(ports, projects, caller, () => limits.newProject(senderIn(received)));
  const idempotencyKey = c.req.header("idempotency-key");
  const start = ports.clock.now();
  const isOurs = caller.scope.kind === "internal";
  const sender = isOurs ? undefined : senderOf(caller.keyHash);
  const origin = c.req.header("origin");
  if (isExplained) return c.json(await explained(ports, { project, parsed, idempotencyKey, sender, origin }));
  const keepsBody = isOurs
    ? undefined
    : limits.admit(senderIn(received), project.name, parsed.reports.length);
  const receipt = await ingest(ports, { project, parsed, idempotencyKey, sender, origin, keepsBody });
  if (!isBuiltIn(project.name)) ports.meter.measure(METRICS.ingestMilliseconds, ports.clock.now() - start);
  // To a copy made by spreading, Node 20 takes a microsecond for each name that is added.
  c.set("line", Object.assign({}, line, { outcome: "accepted", project: project.name }, countsOf(receipt)));
  const response = toResponse(protocol.answer(receipt, request));
  response.headers.set("x-faultline-accepted-by", receipt.acceptedBy);
  response.headers.set("x-faultline-durability", receipt.isDual ? "dual" : "region");
  return response;
}

const senderIn = ({ caller, address }: Received): Sender => ({ keyHash: caller.keyHash, address });

function countsOf(receipt: Receipt): Record<string, number> {
  const stored = storedOf(receipt);
  const duplicates = stored.filter(({ kind }) => kind === "duplicate").length;
  const dropped = receipt.outcomes.reduce((sum, one) => sum + (one.kind === "dropped" ? one.count : 0), 0);
  return { events: stored.length, duplicates, rejected: rejectedOf(receipt).length, dropped };
}

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
