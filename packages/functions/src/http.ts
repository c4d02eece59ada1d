import { watched } from "@faultline/aws/watched";
import { withWholePath } from "@faultline/aws/whole-path";
import { awsWorld } from "@faultline/aws/world";
import { once } from "@faultline/core/once";
import { createIntake, isForIntake } from "@faultline/service/http/intake";
import { knownOf } from "@faultline/service/http/known";
import { Hono } from "hono";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const world = awsWorld("http");
const { ports, statuses } = world;
const known = knownOf(ports);
const intake = createIntake(ports, { statuses, known });
// Both APIs and the pages: whoever only sends errors does not wait for them at a cold start.
const whole = once(async () => {
  const { createWhole } = await import("./whole/create-whole.js");
  return createWhole(world, known);
});

const front = new Hono();
front.all("*", async ({ req, env }) => {
  const app = isForIntake(req.raw) ? intake : await whole();
  return app.fetch(req.raw, env);
});
const respond = handle(front);

type ApiEvent = Extract<LambdaEvent, { rawPath: string }>;

/** HTTP API, payload 2.0. */
export const handler = watched(world, "http", async (event: ApiEvent, context: LambdaContext) =>
  respond(withWholePath(event), context),
);
