import { awsWorld } from "@faultline/aws/world";
import { createApp } from "@faultline/service/http/app";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

const { ports, statuses, meter } = awsWorld();
const respond = handle(createApp(ports, statuses));

/** HTTP API, payload 2.0. */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  const answer = await respond(event, context);
  meter.flush();
  return answer;
}
