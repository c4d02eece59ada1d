import { watched } from "@faultline/aws/watched";
import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const world = awsWorld();
const respond = handle(createApp(world.ports, world.statuses));

/** HTTP API, payload 2.0. */
export const handler = watched(world, "http", async (event: LambdaEvent, context: LambdaContext) =>
  respond(event, context),
);
