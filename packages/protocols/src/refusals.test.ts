import { VisibleError } from "@faultline/core/visible-error";
import { expect, test } from "vitest";
import { protocols } from "./all.js";
import { otlp } from "./otlp.js";

await Promise.all(protocols.map(({ load }) => load?.()));

const tooMany = new VisibleError("too_many_requests", "unavailable", "Wait — 待って.", 7);
const WAITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sentry: { "x-sentry-rate-limits": "7:error;default:key" },
  airbrake: { "x-ratelimit-delay": "7" },
  rollbar: { "x-rate-limit-remaining": "0", "x-rate-limit-remaining-seconds": "7" },
};

test.each(protocols)(
  "$name refuses in JSON, and tells how long to wait as its clients read it",
  ({ name, refuse }) => {
    const { status, headers = {}, body } = refuse(tooMany, 429, new Headers());
    expect(status).toBe(429);
    expect(JSON.parse(body.toString())).toBeTypeOf("object");
    expect(body.toString()).toContain("Wait");
    expect(headers).toMatchObject(WAITS[name] ?? {});
    // A header that is not of Latin letters would end the answer in an error.
    expect(() => new Headers(headers)).not.toThrow();
  },
);

test("OpenTelemetry's exporters are refused in their own encoding", () => {
  const protobuf = new Headers({ "content-type": "application/x-protobuf" });
  const { headers, body } = otlp.refuse(tooMany, 429, protobuf);
  expect(headers).toEqual({ "content-type": "application/x-protobuf" });
  // Field 1: RESOURCE_EXHAUSTED, field 2: the message.
  expect([...Buffer.from(body).subarray(0, 3)]).toEqual([8, 8, 18]);
  expect(Buffer.from(body).toString()).toContain("Wait");
});
