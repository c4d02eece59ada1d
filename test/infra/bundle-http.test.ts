import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { createApp } from "@faultline/service/http/app";
import { CLIENT_KEY, MASTER_KEY, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type EmulatedDynamo, startEmulatedDynamo } from "../aws/dynamodb-emulated.js";
import { describeNeeding } from "../needing.js";
import { type ApiRequest, apiEvent } from "./api-event.js";
import type { Graph } from "./graph.js";
import { graphOf } from "./graph-of.js";
import { callOf, invoke, KEYS, NOWHERE } from "./invoke.js";
import { installPlatform } from "./platform.js";

/** Its address is decoded on the way to the function. */
const ODD_MESSAGE = "100% of #7/8 日本語";
const FIXTURES = new URL("../../packages/protocols/fixtures/", import.meta.url);
const Captured = z.object({
  method: z.string(),
  path: z.string(),
  query: z.string().default(""),
  headers: z.record(z.string(), z.string()),
  bodyEncoding: z.enum(["utf8", "base64"]),
  body: z.string(),
});
const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
});

describeNeeding("python3", "the http function's bundle", () => {
  let dynamo: EmulatedDynamo;
  let graph: Graph;
  let environment: Record<string, string>;

  beforeAll(async () => {
    installPlatform();
    dynamo = await startEmulatedDynamo();
    graph = await graphOf({ stage: "anna", overrides: [] });
    environment = {
      // By default it is not asked.
      AWS_ENDPOINT_URL_KMS: NOWHERE,
      FAULTLINE_LOG_TABLE: await dynamo.createTable("log"),
      FAULTLINE_VIEW_TABLE: await dynamo.createTable("view"),
    };
  });
  afterAll(() => dynamo?.stop());

  test("answers captured requests, gzip, binary, cookies and repeated headers as the local world does", async () => {
    const requests = [...fixtureRequests(), ...ownRequests()];
    const bundle = graph.bundles.find(({ functionId }) => functionId === "HttpUsEast1");
    if (!bundle) throw new Error("the graph has no bundle of the http function");
    const place = { endpoint: dynamo.endpoint, environment };
    const [invoked = []] = await invoke([callOf(graph, bundle, requests.map(apiEvent), place)]);
    const answers = invoked.map(({ outcome }) =>
      Answer.parse("result" in outcome ? outcome.result : outcome),
    );
    expect(answers.map(shapeOfAnswer)).toEqual(await localAnswers(requests));
    expect(answers.filter(({ statusCode }) => statusCode === 201).length).toBeGreaterThan(2);
  });
});

/** What was captured from real clients, with this deployment's key in place of theirs. */
function fixtureRequests(): ApiRequest[] {
  return readdirSync(new URL("faultline/", FIXTURES))
    .filter((name) => name.endsWith(".json") && !name.includes(".report."))
    .map((name) => {
      const captured = Captured.parse(
        JSON.parse(readFileSync(new URL(`faultline/${name}`, FIXTURES), "utf8")),
      );
      return {
        ...captured,
        headers: { ...captured.headers, "x-api-key": KEYS.client },
        body: Buffer.from(captured.body, captured.bodyEncoding),
      };
    });
}

function ownRequests(): ApiRequest[] {
  const path = "/v0/projects/shop/errors";
  const body = Buffer.from('{"errors":[{"type":"E","message":"日本語"}]}');
  const json = { "content-type": "application/json" };
  const client = { ...json, "x-api-key": KEYS.client };
  const post = (headers: Record<string, string>, bytes: Uint8Array) => ({
    method: "POST",
    path,
    headers,
    body: bytes,
  });
  return [
    post({ ...client, "content-encoding": "gzip" }, gzipSync(body)),
    post({ ...client, "content-encoding": "gzip" }, body),
    post(client, Buffer.from([0xff, 0xfe, 0x7b])),
    post({ ...client, accept: "text/html,application/json" }, body),
    post({ ...json, "x-api-key": "nobody" }, body),
    {
      method: "POST",
      path: "/v1/session",
      headers: json,
      body: Buffer.from(JSON.stringify({ key: KEYS.master })),
    },
    { method: "GET", path: "/v1/projects", cookies: ["other=1", "faultline=broken"] },
    {
      method: "GET",
      path: "/v1/projects/shop/issues",
      query: "status=nope",
      headers: { "x-api-key": KEYS.master },
    },
    post(client, Buffer.from(JSON.stringify({ errors: [{ type: "E", message: ODD_MESSAGE }] }))),
    {
      method: "GET",
      path: `${path}/${encodeURIComponent(ODD_MESSAGE)}/occurrences`,
      headers: { "x-api-key": KEYS.master },
    },
    { method: "GET", path: "/v1/projects", headers: { "x-api-key": KEYS.master } },
    { method: "GET", path: "/health" },
    { method: "GET", path: "/nothing" },
  ];
}

/** The same requests asked of the app over memory, one after the other. */
async function localAnswers(requests: readonly ApiRequest[]): Promise<unknown[]> {
  const region = memoryRegion({
    region: "us-east-1",
    clock: virtualClock(Date.UTC(2026, 10, 24, 12)),
    seed: 1,
  });
  const app = createApp(region.ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 5000,
  });
  const local: Readonly<Record<string, string>> = { [KEYS.client]: CLIENT_KEY, [KEYS.master]: MASTER_KEY };
  const translate = (text: string) =>
    Object.entries(local).reduce((done, [theirs, own]) => done.replace(theirs, own), text);
  const answers: unknown[] = [];
  for (const { method, path, query, headers = {}, cookies, body } of requests) {
    const own = new Headers(Object.entries(headers).map(([name, value]) => [name, translate(value)]));
    if (cookies) own.set("cookie", cookies.join("; "));
    const bytes =
      path === "/v1/session" && body ? Buffer.from(translate(Buffer.from(body).toString())) : body;
    const sent = method === "GET" || method === "OPTIONS" ? undefined : new Uint8Array(bytes ?? []);
    const response = await app.request(`${path}${query ? `?${query}` : ""}`, {
      method,
      headers: own,
      body: sent,
    });
    answers.push(
      shapeOfAnswer({
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        cookies: response.headers.getSetCookie(),
        body: await response.text(),
      }),
    );
  }
  return answers;
}

/** An answer without what differs by time, chance or place: on this machine there is no TLS to ask for. */
function shapeOfAnswer({ statusCode, headers, cookies, body }: z.infer<typeof Answer>) {
  const passing = [
    "content-length",
    "date",
    "set-cookie",
    "strict-transport-security",
    "x-request-id",
    "x-faultline-region",
  ];
  const kept = Object.entries(headers)
    .filter(([name]) => !passing.includes(name))
    // The tag follows from the whole body, times and ids with it.
    .map(([name, value]) => [name, name === "etag" ? value.replace(/"[^"]+"/, "tag") : value]);
  return {
    statusCode,
    headers: Object.fromEntries(kept.sort()),
    cookies: cookies.map((cookie) => cookie.replace(/=[^;]*/, "=…").replace("; Secure", "")),
    body: body
      .replace(/[0-9a-z]{20,}/gi, "…")
      .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"time"')
      .replace(/\b\d{6,}\b/g, "number"),
  };
}
